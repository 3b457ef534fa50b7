import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorText, UnderstudyError } from '@understudy/contract';
import type { CapacityRecord } from './capacity-policy.ts';

/**
 * Desired capacities as policies made them, which must outlive the region's process. By group ARN.
 */
export class CapacityStore {
  readonly #file: string;
  readonly #records: Map<string, CapacityRecord>;

  constructor(directory: string) {
    mkdirSync(directory, { recursive: true });
    this.#file = join(directory, 'capacity.json');
    this.#records = new Map(Object.entries(read(this.#file)));
  }

  get(groupArn: string): CapacityRecord | undefined {
    return this.#records.get(groupArn);
  }

  put(groupArn: string, record: CapacityRecord): void {
    const known = this.#records.get(groupArn);
    const isSame =
      known?.desiredCapacity === record.desiredCapacity &&
      known.desiredRevision === record.desiredRevision;
    if (isSame) return;
    this.#records.set(groupArn, record);
    this.#write();
  }

  delete(groupArn: string): void {
    if (this.#records.delete(groupArn)) this.#write();
  }

  /**
   * Rare and small, so it waits for the disk: what it says has survived SIGKILL when it returns.
   */
  #write(): void {
    writeFileSync(`${this.#file}.next`, JSON.stringify(Object.fromEntries(this.#records)));
    renameSync(`${this.#file}.next`, this.#file);
  }
}

function read(file: string): Record<string, CapacityRecord> {
  try {
    const records: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (isRecords(records)) return records;
    throw new Error('it is not a list of capacities');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw new UnderstudyError('StateUnreadable', {
      message: `cannot read '${file}': ${errorText(error)}`,
      cause: error,
    });
  }
}

function isRecords(value: unknown): value is Record<string, CapacityRecord> {
  return typeof value === 'object' && value !== null && Object.values(value).every(isRecord);
}

function isRecord(value: Partial<Record<keyof CapacityRecord, unknown>> | null): boolean {
  return Number.isInteger(value?.desiredCapacity) && Number.isInteger(value?.desiredRevision);
}
