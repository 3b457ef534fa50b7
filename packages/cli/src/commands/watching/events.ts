import process from 'node:process';
import { findEngine } from '../../engine/session.ts';
import type { GlobalFlags } from '../../flags.ts';
import { renderEvent } from '../../render/event.ts';
import { engineEvents } from '../../watch/follow-events.ts';

/** What happens in the engine: what it remembers, and with `--follow` what comes. */
export async function events(flags: GlobalFlags & { follow?: true; json?: true }): Promise<void> {
  const { info } = findEngine(flags);
  const line = flags.json === undefined ? renderEvent : JSON.stringify;
  for await (const event of engineEvents(info, { follow: flags.follow !== undefined }))
    process.stdout.write(`${line(event)}\n`);
}
