import { UnderstudyError } from '@understudy/contract';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inPlaceOfShell } from './image-command.ts';
import { parseProcfile, webCommand } from './procfile.ts';

it('gives the commands by name, without comments and blank lines', () => {
  const text = '# the site\r\n\r\nweb: node server.js --port $PORT\r\nworker-1:  ruby work.rb  \n';
  expect([...parseProcfile(text)]).toEqual([
    ['web', 'node server.js --port $PORT'],
    ['worker-1', 'ruby work.rb'],
  ]);
  expect(webCommand(text)).toBe('node server.js --port $PORT');
});

it.each([
  ['node server.js', 'line 1 of the Procfile is not \'name: command\': "node server.js"'],
  ['web: a\n\nweb: b', "line 3 of the Procfile names 'web' a second time"],
  ['\ufeffweb: a', 'line 1 of the Procfile is not \'name: command\': "\ufeffweb: a"'],
  ['web:   ', "line 1 of the Procfile gives no command for 'web'"],
  ['web: a\u0007', 'line 1 of the Procfile has a control character in its command'],
  ['', "the Procfile has no line 'web: command'"],
  ['worker: a', "the Procfile has no line 'web: command' (it names: worker)"],
  ['x'.repeat(70_000), 'the Procfile has 70000 characters; at most 65536 are read'],
])('rejects %j', (text, message) => {
  expect(() => webCommand(text)).toThrow(
    expect.objectContaining({ code: 'ProcfileInvalid', message }),
  );
});

it('either parses or rejects as ProcfileInvalid, and gives back what it was made from', () => {
  const name = fc.string({ unit: fc.constantFrom(...'aZ09_-'), minLength: 1, maxLength: 9 });
  const printable = fc.string({ unit: 'grapheme-ascii', maxLength: 30 });
  const command = printable.map((text) => text.trim()).filter((text) => text !== '');
  fc.assert(
    fc.property(fc.dictionary(name, command), (commands) => {
      const entries = Object.entries(commands);
      const text = entries.map(([key, value]) => `${key}: ${value}\n`).join('');
      expect([...parseProcfile(text)]).toEqual(entries);
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'web:# \t\r\n\0\u007f€😀') }), (text) => {
      try {
        parseProcfile(text);
      } catch (error) {
        expect(error).toBeInstanceOf(UnderstudyError);
      }
    }),
  );
});

it.each([
  ['node server.js --port $PORT', 'exec node server.js --port $PORT'],
  ['./bin/web "a b"', 'exec ./bin/web "a b"'],
  ['FOO=1 node x', 'FOO=1 node x'],
  ['cd app && node x', 'cd app && node x'],
  ['exec node x', 'exec node x'],
  ['exit 3', 'exit 3'],
  ['source ./start', 'source ./start'],
  ['node x | tee log', 'node x | tee log'],
])('runs %j as %j', (command, run) => {
  expect(inPlaceOfShell(command)).toBe(run);
});
