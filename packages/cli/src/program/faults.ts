import { FAULT_PARAMETERS, FAULTS, type FaultParameter } from '@understudy/contract';
import { Option, type Command } from 'commander';
import type { FaultFlags, Waiting } from '../commands/fault.ts';
import type { GlobalFlags } from '../flags.ts';
import { command } from './command.ts';
import { duration, named, number, several, wholeNumber } from './words.ts';

interface Mode {
  takes: readonly FaultParameter[];
  lacks?: string;
}
type Kind = (typeof FAULTS)[keyof typeof FAULTS];

/** By member of a fault: its option, and what reads it. `takes` stands for what may be written. */
const OPTIONS = {
  instanceIds: { flags: '--instance <id...>', says: 'these only', read: several(named) },
  name: { flags: '--name <name>', says: 'this one only', read: named },
  zone: { flags: '--zone <zone>', says: 'in this zone only', read: named },
  path: { flags: '--path <pattern>', says: 'the path, with * and ?', read: named },
  except: { flags: '--except <pattern>', says: 'paths that are well', read: named },
  service: { flags: '--service <name>', says: '', read: named },
  region: { flags: '--region <region>', says: 'in this region only', read: named },
  regions: { flags: '--regions <region...>', says: '', read: several(named) },
  count: { flags: '--count <n>', says: 'how many', read: number(1, 1_000) },
  rate: { flags: '--rate <share>', says: '', read: number(0, 1) },
  share: { flags: '--share <share>', says: '', read: number(0, 1) },
  lossRate: { flags: '--loss <share>', says: '', read: number(0, 0.99) },
  delaySeconds: { flags: '--delay <time>', says: '', read: duration },
  seconds: { flags: '--seconds <time>', says: '', read: duration },
  skewSeconds: { flags: '--skew <time>', says: '', read: duration },
} as const;
type Member = keyof typeof OPTIONS;

const PORT_MAX = 65_535;

export function addFaults(program: Command): void {
  const fault = program.command('fault').description('break something on purpose');
  for (const [subject, kind] of Object.entries(FAULTS)) addSubject(fault, subject, kind);
  command(program, 'heal', 'mend what is broken in a region, one fault, or everything')
    .argument('[region]', 'or the id of a fault')
    .option('--wait', 'return when the page comes from the primary again')
    .action(async (region: string | undefined, flags: GlobalFlags & Waiting) =>
      (await import('../commands/fault.ts')).heal(region, flags),
    );
}

function addSubject(fault: Command, subject: string, kind: Kind): void {
  const { says, named: argument, which } = kind;
  const modes = Object.entries<Mode>(kind.modes).filter(([, { lacks }]) => lacks === undefined);
  const [first] = modes;
  // What the engine has no way to break is not offered; docs/reference/faults.md says why.
  if (first === undefined) return;
  const added = command(fault, subject, `break ${says}`);
  if (argument === 'port') added.argument('<port>', 'of this machine', wholeNumber(1, PORT_MAX));
  else if (argument !== null) added.argument(`<${argument}>`);
  const choices = modes.map(([mode]) => mode);
  added.addOption(new Option('--mode <mode>', 'how').choices(choices).default(first[0]));
  const members = new Set<string>([...which, ...modes.flatMap(([, { takes }]) => takes)]);
  for (const member of members) if (isMember(member)) added.addOption(optionOf(member));
  added.option('--for <time>', 'heals by itself after this AWS time, e.g. 90s or 5m', duration);
  if (subject === 'region')
    added.option('--wait', 'return when the page comes from the other region');
  const act = async (name: string | number | undefined, flags: FaultFlags): Promise<void> => {
    const { breakSubject } = await import('../commands/fault.ts');
    const given = { ...(argument !== null && { [argument]: name }), ...membersIn(flags) };
    return breakSubject({ subject, mode: flags.mode, ...given }, flags);
  };
  if (argument === null) added.action((flags: FaultFlags) => act(undefined, flags));
  else added.action((name: string | number, flags: FaultFlags) => act(name, flags));
}

function optionOf(member: Member): Option {
  const { flags, says, read } = OPTIONS[member];
  const option = new Option(flags, says === '' ? saysOf(member) : says);
  return option.argParser<unknown>((text, before) => read(text, wordsOf(before)));
}

/** What was read of an option's words so far. */
function wordsOf(before: unknown): string[] | undefined {
  return Array.isArray(before) ? before.map(String) : undefined;
}

function saysOf(member: Member): string {
  const parameters: Readonly<Record<string, { says: string }>> = FAULT_PARAMETERS;
  return parameters[member]?.says ?? '';
}

function isMember(name: string): name is Member {
  return Object.hasOwn(OPTIONS, name);
}

/** What was written, under the names that faults have. */
function membersIn(flags: FaultFlags): Record<string, unknown> {
  const written: Readonly<Record<string, unknown>> = { ...flags };
  return Object.fromEntries(
    Object.entries(OPTIONS).flatMap(([member, option]) => {
      const [, long = ''] = /^--([a-z]+)/.exec(option.flags) ?? [];
      const value = written[long];
      return value === undefined ? [] : [[member, value]];
    }),
  );
}
