import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ListChangeSetsOutput } from '@aws-sdk/client-cloudformation';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DeclaredTable } from '../../kernel/state/declare-table.ts';
import { StateStore, type Table } from '../../kernel/state/state-store.ts';
import { TABLES } from '../../runtime/tables.ts';
import { testDeps } from '../../kernel/kernel.fixture.ts';
import { Harness } from './testing/harness.ts';

let folder = '';
let state: RecordingStore;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'understudy-change-sets-'));
  state = new RecordingStore(path.join(folder, 'state.sqlite'));
});
afterEach(() => {
  state[Symbol.dispose]();
  rmSync(folder, { recursive: true });
});

/** Keeps what a kill before each write would leave: between two writes nothing on disk changes. */
class RecordingStore extends StateStore {
  readonly #file: string;
  readonly left: string[] = [];

  constructor(file: string) {
    super(file, TABLES);
    this.#file = file;
  }

  override table<T>(declared: DeclaredTable<T>): Table<T> {
    const table = super.table(declared);
    return {
      ...table,
      put: (key, record) => {
        this.#keep();
        table.put(key, record);
      },
      delete: (key) => {
        this.#keep();
        table.delete(key);
      },
    };
  }

  #keep(): void {
    const copy = `${this.#file}.${this.left.length}`;
    for (const suffix of ['', '-wal']) copyFileSync(this.#file + suffix, copy + suffix);
    this.left.push(copy);
  }
}

/** The stack's status and its change sets, as the next engine finds them. */
async function found(file: string): Promise<string> {
  using left = new StateStore(file, TABLES);
  const harness = new Harness({ deps: testDeps({ state: left }) });
  const { StackStatus: status } = await harness.stack('net');
  const { Summaries: sets = [] } = await harness.call<ListChangeSetsOutput>('ListChangeSets', {
    StackName: 'net',
  });
  return [status, ...sets.map((one) => one.ChangeSetName)].join(' ');
}

async function foundWhenever(work: () => Promise<unknown>): Promise<string[]> {
  const before = state.left.length;
  await work();
  const all: string[] = [];
  for (const file of state.left.slice(before)) all.push(await found(file));
  return [...new Set(all)];
}

const template = (cidr: string): string =>
  JSON.stringify({
    Resources: { Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: cidr } } },
  });

async function twoChangeSets(harness: Harness, type: string, cidr: string): Promise<void> {
  for (const name of ['one', 'two'])
    await harness.call('CreateChangeSet', {
      StackName: 'net',
      ChangeSetName: name,
      ChangeSetType: type,
      TemplateBody: template(cidr),
    });
}

test('a stack under review is there with its change set, or not at all', async () => {
  const harness = new Harness({ deps: testDeps({ state }) });
  await twoChangeSets(harness, 'CREATE', '10.0.0.0/16');
  const last = state.left.slice(-3); // of the stack, its event, and the change set
  for (const file of last) expect(await found(file).catch(() => 'none')).toMatch(/^none$|one/);
});

test('a change set that is executed is gone when its operation has begun', async () => {
  const harness = new Harness({ deps: testDeps({ state }) });
  await twoChangeSets(harness, 'CREATE', '10.0.0.0/16');
  const execute = (): Promise<unknown> =>
    harness.call('ExecuteChangeSet', { StackName: 'net', ChangeSetName: 'one' });
  expect(await foundWhenever(execute)).toEqual([
    'REVIEW_IN_PROGRESS one two',
    'CREATE_IN_PROGRESS',
  ]);
  await harness.finished('net');
  await twoChangeSets(harness, 'UPDATE', '10.1.0.0/16');
  expect(await foundWhenever(execute)).toEqual(['CREATE_COMPLETE one two', 'UPDATE_IN_PROGRESS']);
  await harness.finished('net');
  await twoChangeSets(harness, 'UPDATE', '10.2.0.0/16');
  const { StackId: id = '' } = await harness.stack('net');
  const remove = (): Promise<unknown> => harness.call('DeleteStack', { StackName: 'net' });
  expect(await foundWhenever(remove)).toEqual(['UPDATE_COMPLETE one two', 'DELETE_IN_PROGRESS']);
  await harness.finished(id);
});
