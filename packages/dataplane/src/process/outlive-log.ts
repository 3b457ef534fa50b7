import process from 'node:process';

/**
 * What a process says goes to a file of the state folder. A write that fails there, as on a full
 * disk, is an 'error' of the stream, which would end the process: what it would have said is lost
 * instead, until there is room again.
 */
export function outliveLog(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}
