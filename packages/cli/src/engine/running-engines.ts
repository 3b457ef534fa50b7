import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { isJsonObject, UnderstudyError } from '@understudy/contract';
import { findSupervisor, readEngineInfo, type EngineInfo } from '@understudy/engine';

/** An engine of this user's that runs on this machine. */
export interface RunningEngine {
  /** Its state folder. */
  directory: string;
  info: EngineInfo;
}

/** One that runs and cannot be told about: what says where it is cannot be read. */
export interface LostEngine {
  directory: string;
  problem: UnderstudyError;
}

/** More notes than engines that a machine can bear: the rest would be of a program gone wild. */
const NOTES_MAX = 1_000;

/** Second octets of the loopback networks that an engine had: its first one and those after it. */
interface Networks {
  first: number;
  count: number;
}

interface Note {
  directory: string;
  networks: Networks | undefined;
}

/**
 * Which state folders have had an engine since the machine started, and on which addresses: a note
 * a folder, in the user's folder for what lives as long as that. Whether the engine still runs is
 * for its state folder to say. https://specifications.freedesktop.org/basedir-spec/latest/
 */
export class EngineNotes {
  readonly #folder: string;

  constructor(folder: string = notesFolder()) {
    this.#folder = folder;
  }

  /**
   * A convenience: where the note cannot be written, `list` does not know of the engine, and all
   * else works.
   */
  add(directory: string, { dns, regions }: Pick<EngineInfo, 'dns' | 'regions'>): void {
    const note: Note = { directory, networks: networksOf(dns.address, regions.length) };
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      if (isOurs(this.#folder))
        writeFileSync(this.#fileOf(directory), JSON.stringify(note), { mode: 0o600 });
    } catch {
      return;
    }
  }

  /**
   * In the order of their addresses; then those that cannot be told about.
   */
  running(): (RunningEngine | LostEngine)[] {
    const found = this.#notes().flatMap(({ directory }) => find(directory) ?? []);
    const [known, lost] = [
      found.filter((one) => 'info' in one),
      found.filter((one) => 'problem' in one),
    ];
    const byPlace = known.toSorted((left, right) =>
      byAddress(left.info.dns.address, right.info.dns.address),
    );
    return [...byPlace, ...lost];
  }

  /** Of those that are known. */
  infos(): EngineInfo[] {
    return this.running().flatMap((engine) => ('info' in engine ? [engine.info] : []));
  }

  /**
   * Networks that belong to engines of other folders, also to those that do not run now: whoever
   * starts one of those again finds it where it was, unless there is no other room.
   */
  networksOfOthers(directory: string): number[] {
    return this.#notes()
      .filter((note) => note.directory !== directory)
      .flatMap(({ networks }) => allOf(networks));
  }

  /** Those of folders that are no more are cleared away. */
  #notes(): Note[] {
    if (!isOurs(this.#folder)) return [];
    const notes = readdirSync(this.#folder)
      .filter((name) => name.endsWith('.json'))
      .slice(0, NOTES_MAX)
      .flatMap((name) => readNote(path.join(this.#folder, name)));
    return notes.filter(({ directory }) => {
      if (existsSync(directory)) return true;
      rmSync(this.#fileOf(directory), { force: true });
      return false;
    });
  }

  #fileOf(directory: string): string {
    const name = createHash('sha256').update(directory).digest('hex').slice(0, 32);
    return path.join(this.#folder, `${name}.json`);
  }
}

function notesFolder(): string {
  const runtime = process.env['XDG_RUNTIME_DIR'];
  return runtime !== undefined && isOurs(runtime)
    ? path.join(runtime, 'understudy')
    : path.join(os.tmpdir(), `understudy-${process.getuid?.() ?? 'user'}`);
}

/** Below /tmp anybody may have made a folder of that name. */
function isOurs(folder: string): boolean {
  try {
    const stat = lstatSync(folder);
    return stat.isDirectory() && stat.uid === (process.getuid?.() ?? stat.uid);
  } catch {
    return false;
  }
}

function readNote(file: string): Note[] {
  try {
    const note: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (!isJsonObject(note) || typeof note['directory'] !== 'string') return [];
    return [{ directory: note['directory'], networks: readNetworks(note['networks']) }];
  } catch {
    return [];
  }
}

function readNetworks(value: unknown): Networks | undefined {
  const { first, count } = isJsonObject(value) ? value : {};
  return isOctet(first) && isOctet(count) ? { first, count } : undefined;
}

function isOctet(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 255;
}

/**
 * One network is the engine's own, and each of its regions has one (engine/src/runtime/addresses).
 */
function networksOf(address: string, regions: number): Networks | undefined {
  const first = Number(/^127\.(\d+)\./.exec(address)?.[1]);
  return Number.isInteger(first) ? { first, count: 1 + regions } : undefined;
}

function allOf(networks: Networks | undefined): number[] {
  const { first, count } = networks ?? { first: 0, count: 0 };
  return Array.from({ length: count }, (_unused, index) => first + index);
}

function find(directory: string): RunningEngine | LostEngine | undefined {
  try {
    const info = readEngineInfo(directory);
    return info && { directory, info };
  } catch (problem) {
    if (!(problem instanceof UnderstudyError)) throw problem;
    return findSupervisor(directory) && { directory, problem };
  }
}

function byAddress(left: string, right: string): number {
  return left.localeCompare(right, 'en', { numeric: true });
}
