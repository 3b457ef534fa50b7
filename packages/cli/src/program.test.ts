import { readFileSync } from 'node:fs';
import path from 'node:path';
import { VERSION } from '@understudy/engine';
import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { createProgram } from './program.ts';

const README = readFileSync(path.resolve(import.meta.dirname, '../../../README.md'), 'utf8');
/** Every command has these; the README says so once, below its table. */
const EVERYWHERE = ['--config', '--state', '--help'];

/** `up`, `fault region` …: the commands that can be run. */
function commandsOf(parent: Command, prefix = ''): Map<string, Command> {
  return new Map(
    parent.commands.flatMap((command) => {
      const name = `${prefix}${command.name()}`;
      return command.commands.length > 0
        ? [...commandsOf(command, `${name} `)]
        : [[name, command] as const];
    }),
  );
}

const commands = commandsOf(createProgram());

/**
 * The first column of the README's table: a command with its options in each pair of backquotes.
 */
function documentedCommands(): Map<string, string> {
  const section = /\n## Commands\n(?<text>[^]*?)\n## /.exec(README)?.groups?.['text'] ?? '';
  const cells = section.split('\n').flatMap((line) => /^\| (`.*?) \| /.exec(line)?.[1] ?? []);
  const usages = cells.flatMap((cell) =>
    [...cell.matchAll(/`([^`]+)`/g)].map((match) => (match[1] ?? '').replaceAll('\\|', '|')),
  );
  return new Map(usages.map((usage) => [nameIn(usage), usage]));
}

function nameIn(usage: string): string {
  return (/^[a-z][a-z0-9-]*(?: [a-z][a-z0-9-]*)*/.exec(usage)?.[0] ?? '').trim();
}

const documented = documentedCommands();

describe('the README', () => {
  test('lists every command, and no other', () => {
    expect([...documented.keys()].sort()).toEqual([...commands.keys()].sort());
  });

  test.each([...commands.keys()])("lists all of %s's options, and no other", (name) => {
    const listed = documented.get(name)?.match(/--[a-z-]+/g) ?? [];
    const has = (commands.get(name)?.options ?? []).map((option) => option.long ?? '');
    const own = has.filter((option) => !EVERYWHERE.includes(option));
    expect([...listed].sort()).toEqual(own.sort());
  });

  test('lists every mode of losing a region', () => {
    const mode = commands.get('fault region')?.options.find((option) => option.long === '--mode');
    expect(documented.get('fault region')).toContain(`--mode ${mode?.argChoices?.join('|')}`);
  });

  test("shows each command's arguments", () => {
    for (const [name, command] of commands) {
      const usage =
        documented
          .get(name)
          ?.replace(/\[--[^\]]*\]|--[a-z-]+ [A-Z]+/g, '')
          .slice(name.length) ?? '';
      const shown = usage.match(/[A-Z]+/g) ?? [];
      expect([name, shown.length]).toEqual([name, command.registeredArguments.length]);
    }
  });
});

describe('the program', () => {
  const finders = [...commands.keys()].filter(
    (name) => !['completion', 'init', 'list'].includes(name),
  );

  test.each(finders)('lets %s find its engine as all commands do', (name) => {
    const has = (commands.get(name)?.options ?? []).map((option) => option.long);
    expect(has).toEqual(expect.arrayContaining(['--config', '--state']));
  });

  test("has the engine's version", () => {
    expect(createProgram().version()).toBe(VERSION);
  });

  test.each([
    'up --speed fast',
    'up --speed 0',
    'up --port 65536',
    'up --port ',
    'up --registrar nobody',
    'up --nonsense',
    'synth --account 12',
    'fault region',
    'fault region us-east-1 --mode sulk',
    'explode',
  ])("rejects '%s'", async (words) => {
    const program = createProgram();
    const quiet = (command: Command): void => {
      command.exitOverride().configureOutput({ writeErr: () => undefined });
      command.commands.forEach(quiet);
    };
    quiet(program);
    await expect(program.parseAsync(words.split(' '), { from: 'user' })).rejects.toMatchObject({
      code: expect.stringMatching(/^commander\./) as string,
    });
  });
});

describe('the region of the resolver', () => {
  const option = commands.get('up')?.options.find(({ long }) => long === '--resolver-region');

  test('is one of AWS', () => {
    expect(option?.parseArg?.('eu-west-1', undefined)).toBe('eu-west-1');
    expect(() => option?.parseArg?.('eu-west-9', undefined)).toThrow('use an AWS region such as');
  });
});
