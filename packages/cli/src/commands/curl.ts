import { spawn, spawnSync } from 'node:child_process';
import process from 'node:process';
import { localPort, UnderstudyError } from '@understudy/contract';
import { findSession, type Session } from '../engine/session.ts';
import type { GlobalFlags } from '../flags.ts';
import { interruptedCode, onInterrupt } from '../interrupts.ts';
import { ask } from '../probe/resolve.ts';

/** The system's curl, told where the engine's resolver leads each URL, and which CA to trust. */
export async function curl(words: string[], flags: GlobalFlags): Promise<void> {
  const session = findSession(flags);
  if (spawnSync('curl', ['--version']).error !== undefined)
    throw new UnderstudyError('ToolMissing', {
      message: 'curl is not installed',
      hint: "install it, or use another client with what 'understudy env' prints",
    });
  const connections = await Promise.all(
    hostsOf(words).map((host) => connectionOptions(session, host)),
  );
  const child = spawn('curl', ['--cacert', session.info.caFile, ...connections.flat(), ...words], {
    stdio: 'inherit',
  });
  // From a terminal it has the signal, too, and ends by it; then so do we.
  onInterrupt((signal) => child.kill(signal));
  process.exitCode = await new Promise<number>((resolve) =>
    child.once('exit', (code, signal) => resolve(code ?? interruptedCode(signal ?? 'SIGKILL'))),
  );
}

function hostsOf(words: string[]): string[] {
  const hosts = words.flatMap((word) =>
    /^https?:\/\//.test(word) && URL.canParse(word) ? [new URL(word).hostname] : [],
  );
  return [...new Set(hosts)].filter((host) => !/^[\d.]+$|^localhost$|^\[/.test(host));
}

/** A name that does not resolve is left to curl, which then says so in its own words. */
async function connectionOptions({ info }: Session, host: string): Promise<string[]> {
  const { addresses, responseCode } = await ask(info, { name: host, type: 'A' });
  const [address] = addresses;
  if (address === undefined) {
    process.stderr.write(`understudy: the resolver has no address for ${host} (${responseCode})\n`);
    // Never out to the internet: what does not resolve here does not exist in this rehearsal.
    return ['--connect-to', `${host}::127.0.0.1:9`];
  }
  const plan = { privilegedPortOffset: info.privilegedPortOffset === 0 ? 0 : 8000 } as const;
  return [80, 443].flatMap((port) => [
    '--connect-to',
    `${host}:${port}:${address}:${localPort(port, plan)}`,
  ]);
}
