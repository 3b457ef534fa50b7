import { spawn, spawnSync } from 'node:child_process';
import process from 'node:process';
import { localPort, UnderstudyError } from '@understudy/contract';
import { findEngine, type EngineSession } from '../engine/session.ts';
import type { GlobalFlags } from '../flags.ts';
import { interruptedCode, onInterrupt } from '../interrupts.ts';
import { ask } from '../probe/resolve.ts';

/** The system's curl, told where the engine's resolver leads each URL, and which CA to trust. */
export async function curl(typed: string[], flags: GlobalFlags): Promise<void> {
  const { words, state } = withoutState(typed);
  const session = findEngine({ ...flags, ...(state !== undefined && { state }) });
  if (spawnSync('curl', ['--version']).error !== undefined)
    throw new UnderstudyError('ToolMissing', {
      message: 'curl is not installed',
      hint: "install it, or use another client with what 'understudy env' prints",
    });
  const connections = await Promise.all(
    hostsOf(words).map((host) => connectionOptions(session, host)),
  );
  const options = [
    ...['--cacert', session.info.caFile, '--noproxy', '*', ...connections.flat()],
    ...(wantsProgress(words) ? [] : ['--no-progress-meter']),
  ];
  const child = spawn('curl', [...options, ...words, '--connect-to', `::${NOWHERE}`], {
    stdio: 'inherit',
  });
  // From a terminal it has the signal, too, and ends by it; then so do we.
  onInterrupt((signal) => child.kill(signal));
  process.exitCode = await new Promise<number>((resolve) =>
    child.once('exit', (code, signal) => resolve(code ?? interruptedCode(signal ?? 'SIGKILL'))),
  );
}

/**
 * curl has no option of this name, so that it is ours wherever it stands.
 */
export function withoutState(typed: readonly string[]): {
  words: string[];
  state: string | undefined;
} {
  const words: string[] = [];
  let state: string | undefined;
  for (let index = 0; index < typed.length; index += 1) {
    const word = typed[index] ?? '';
    if (word.startsWith('--state=')) state = word.slice('--state='.length);
    else if (word === '--state' && index + 1 < typed.length) state = typed[++index];
    else words.push(word);
  }
  return { words, state };
}

function wantsProgress(words: readonly string[]): boolean {
  return words.includes('-#') || words.includes('--progress-bar');
}

/** Nothing listens there. */
const NOWHERE = '127.0.0.1:9';

interface Host {
  name: string;
  /** Written as a URL: then it is one, and nothing else. */
  isUrl: boolean;
}

const LITERAL = /^[\d.]+$|^localhost$|^\[/;
/** What curl takes for a URL without its scheme, and what may be anything else. */
const WITHOUT_SCHEME = /^((?:[a-z0-9_-]+\.)+[a-z0-9-]+|localhost|\[[\da-f:]+\])(:\d+)?([/?].*)?$/i;

function hostsOf(words: string[]): Host[] {
  const hosts = words.flatMap((word): Host[] => {
    if (/^https?:\/\//i.test(word))
      return URL.canParse(word) ? [{ name: new URL(word).hostname, isUrl: true }] : [];
    const name = WITHOUT_SCHEME.exec(word)?.[1];
    return name === undefined ? [] : [{ name: name.toLowerCase(), isUrl: false }];
  });
  return [...new Map(hosts.map((host) => [host.name, host])).values()];
}

/**
 * Never out to the internet: what does not resolve here does not exist in this rehearsal, and is
 * led nowhere.
 */
async function connectionOptions(
  { info }: EngineSession,
  { name, isUrl }: Host,
): Promise<string[]> {
  if (LITERAL.test(name)) return ['--connect-to', `${name}::${name}:`];
  const { addresses, responseCode } = await ask(info, { name, type: 'A' });
  const [address] = addresses;
  if (address === undefined) {
    if (isUrl)
      process.stderr.write(
        `understudy: the resolver has no address for ${name} (${responseCode})\n`,
      );
    return [];
  }
  const plan = { privilegedPortOffset: info.privilegedPortOffset === 0 ? 0 : 8000 } as const;
  return [80, 443].flatMap((port) => [
    '--connect-to',
    `${name}:${port}:${address}:${localPort(port, plan)}`,
  ]);
}
