import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileProblemText } from '@understudy/contract';
import { z } from 'zod';
import type { CapacityRecord } from './adjust-capacity.ts';

const recordsSchema = z.record(
  z.string(),
  z.object({
    desiredCapacity: z.int(),
    desiredRevision: z.int(),
  }) satisfies z.ZodType<CapacityRecord>,
);

/**
 * Desired capacities as policies made them, which must outlive the region's process. By group ARN.
 * A file that cannot be used costs its groups what a policy once decided, and no visitor anything:
 * that is told, and the region goes on.
 */
export class CapacityStore {
  readonly #file: string;
  readonly #records: Map<string, CapacityRecord>;
  readonly #onProblem: (problem: string) => void;

  constructor(directory: string, onProblem: (problem: string) => void) {
    mkdirSync(directory, { recursive: true });
    this.#onProblem = onProblem;
    this.#file = join(directory, 'capacity.json');
    this.#records = new Map(Object.entries(this.#read()));
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
   * All of them each time: what a full disk refused is there with the next one.
   */
  #write(): void {
    try {
      writeFileSync(`${this.#file}.next`, JSON.stringify(Object.fromEntries(this.#records)));
      renameSync(`${this.#file}.next`, this.#file);
    } catch (error) {
      this.#onProblem(
        `desired capacities are not kept in ${this.#file}: ${fileProblemText(error)}`,
      );
    }
  }

  #read(): Record<string, CapacityRecord> {
    try {
      const records = recordsSchema.safeParse(JSON.parse(readFileSync(this.#file, 'utf8')));
      if (records.success) return records.data;
      throw new Error('it is not a list of capacities');
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT'))
        this.#onProblem(
          `desired capacities in ${this.#file} are damaged, and each group has its own again: ` +
            fileProblemText(error),
        );
      return {};
    }
  }
}
