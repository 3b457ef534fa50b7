import { execFile } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { accessSync, constants, existsSync, readFileSync, statfsSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import process from 'node:process';

/** A tool that does not answer this is not of use either. */
const TOOL_WALL_MS_MAX = 10_000;
const TOOL_BYTES_MAX = 100_000;

/** What is asked of a machine; the real one is `thisMachine`. */
export interface Machine {
  platform: string;
  nodeVersion: string;
  env: Readonly<Record<string, string | undefined>>;
  /** Takes an address and gives it back; the system's error code when it may not be had. */
  bind(protocol: 'tcp' | 'udp', address: string, port: number): Promise<string | undefined>;
  /** The first line that a program writes; undefined when there is none such, or it fails. */
  firstLine(program: string, words: readonly string[]): Promise<string | undefined>;
  /** Where a program of this name is. */
  find(program: string): string | undefined;
  read(file: string): string | undefined;
  exists(file: string): boolean;
  /** Of the file system that a folder is on, or would be. */
  freeBytes(folder: string): number;
}

export function thisMachine(): Machine {
  return {
    platform: process.platform,
    nodeVersion: process.version,
    env: process.env,
    bind: (protocol, address, port) =>
      protocol === 'tcp' ? bindTcp(address, port) : bindUdp(address, port),
    firstLine,
    // Instances and builds have this very Node.js first.
    find: (program) =>
      find(program, [path.dirname(process.execPath), process.env['PATH']].join(path.delimiter)),
    read: (file) => (existsSync(file) ? readFileSync(file, 'utf8') : undefined),
    exists: existsSync,
    freeBytes,
  };
}

function bindTcp(address: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = net.createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ host: address, port, exclusive: true }, () =>
      server.close(() => resolve(undefined)),
    );
  });
}

function bindUdp(address: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.once('error', (error: NodeJS.ErrnoException) => {
      socket.close();
      resolve(error.code ?? error.message);
    });
    socket.bind({ address, port, exclusive: true }, () => socket.close(() => resolve(undefined)));
  });
}

function firstLine(program: string, words: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    const options = { timeout: TOOL_WALL_MS_MAX, maxBuffer: TOOL_BYTES_MAX };
    execFile(program, [...words], options, (error, stdout, stderr) =>
      resolve(error === null ? (stdout || stderr).trim().split('\n')[0] : undefined),
    );
  });
}

function find(program: string, folders: string): string | undefined {
  return folders
    .split(path.delimiter)
    .map((folder) => path.join(folder, program))
    .find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function freeBytes(folder: string): number {
  let there = path.resolve(folder);
  while (!existsSync(there)) there = path.dirname(there);
  const { bavail, bsize } = statfsSync(there);
  return bavail * bsize;
}
