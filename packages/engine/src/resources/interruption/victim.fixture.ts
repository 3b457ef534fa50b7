import { once } from 'node:events';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { errorText } from '@understudy/contract';
import { SeededRandom } from '@understudy/contract/testing';
import { SystemClock } from '@understudy/dataplane';
import { CertificateAuthority } from '../../services/acm/authority.ts';
import { InterruptibleEngine, type EngineOptions } from './engine.fixture.ts';
import { everyType } from './every-type.fixture.ts';
import { Killer, type Moment, type Work } from './moment.fixture.ts';

/**
 * The program that is killed: several control planes, each with a state folder of its own, that
 * create, update and delete a stack of every type without end. At its start each first says what
 * its predecessor's death has left.
 */
export interface VictimOptions {
  directory: string;
  engines: number;
  seed: number;
  assets: string;
  resolver: string;
  store: EngineOptions['store'];
  /** Whose moment is the end of all. */
  killed: number;
  moment: Moment;
}

/** What one control plane found of its predecessor's work, or of its own. */
export interface Verdict {
  engine: number;
  /** Of the stack when the process started; undefined where there was none. */
  before?: string;
  problems: string[];
}

/** Where an interrupted operation comes to rest; nothing for a deletion. */
const ENDS = new Map([
  ['CREATE_IN_PROGRESS', 'ROLLBACK_COMPLETE'],
  ['ROLLBACK_IN_PROGRESS', 'ROLLBACK_COMPLETE'],
  ['UPDATE_IN_PROGRESS', 'UPDATE_ROLLBACK_COMPLETE'],
  ['UPDATE_ROLLBACK_IN_PROGRESS', 'UPDATE_ROLLBACK_COMPLETE'],
  ['UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS', 'UPDATE_ROLLBACK_COMPLETE'],
  ['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'UPDATE_COMPLETE'],
  ['DELETE_IN_PROGRESS', undefined],
]);
const UPDATES_OF_TEN = 5;

interface Memory {
  /** What is there without the stack, and with it. */
  nothing?: string[];
  whole?: string[];
  /** How often each work wrote. */
  writes?: Partial<Record<Work, number>>;
}

class Victim {
  readonly #engine: InterruptibleEngine;
  readonly #killer: Killer;
  readonly #random: SeededRandom;
  readonly #file: string;
  readonly #prefix: string;
  readonly #assets: string;
  readonly #index: number;

  constructor(
    engine: InterruptibleEngine,
    killer: Killer,
    { index, options }: { index: number; options: VictimOptions },
  ) {
    this.#engine = engine;
    this.#killer = killer;
    this.#index = index;
    this.#random = new SeededRandom(options.seed + index);
    this.#file = path.join(options.directory, String(index), 'memory.json');
    this.#prefix = `victim-${index}`;
    this.#assets = options.assets;
  }

  /** Goes on from where the last process was killed, and looks at what came of it. */
  async recover(): Promise<Verdict> {
    const before = await this.#engine.status();
    this.#killer.begin('recovery', this.#memory.writes?.recovery);
    this.#engine.services.cloudformation.resume();
    const after = await this.#engine.finished();
    const writes = this.#killer.end();
    if (writes > 0) this.#keep({ writes: { ...this.#memory.writes, recovery: writes } });
    const wanted = before !== undefined && ENDS.has(before) ? ENDS.get(before) : before;
    const problems: string[] = [];
    if (after !== wanted)
      problems.push(`${before} came to rest in ${after}`, ...(await this.#engine.reasons()));
    // What was complete before it was looked at, or is only now, is the new measure.
    if (after === before || after === 'UPDATE_COMPLETE') await this.#remember(after);
    else problems.push(...(await this.#difference(after)));
    return { engine: this.#index, ...(before === undefined ? {} : { before }), problems };
  }

  /** One operation, which must come to the end that it should. */
  async work(): Promise<void> {
    const status = await this.#engine.status();
    const next = this.#next(status);
    if (next === 'DeleteStack') return this.#remove(status);
    return this.#apply(next, next === 'CreateStack' ? 'CREATE_COMPLETE' : 'UPDATE_COMPLETE');
  }

  /** What it is to be killed in as soon as that can be, else as chance has it. */
  #next(status: string | undefined): Exclude<Work, 'recovery'> {
    if (status === undefined) return 'CreateStack';
    if (status === 'ROLLBACK_COMPLETE') return 'DeleteStack';
    const { during } = this.#killer;
    if (during === 'UpdateStack') return during;
    if (during === 'DeleteStack' || during === 'CreateStack') return 'DeleteStack';
    return this.#random.next() * 10 < UPDATES_OF_TEN ? 'UpdateStack' : 'DeleteStack';
  }

  async #remove(status: string | undefined): Promise<void> {
    const remove = async (): Promise<void> => {
      await this.#engine.call('DeleteStack', { StackName: 'all' });
      await this.#expect(undefined);
    };
    // Of what was rolled back the stack alone is left.
    if (isNothing(status)) await remove();
    else await this.#counted('DeleteStack', remove);
    const left = await this.#difference(undefined);
    if (left.length > 0) throw new Error(`after a deletion ${left.join('\n')}`);
  }

  async #counted(work: Work, act: () => Promise<void>): Promise<void> {
    this.#killer.begin(work, this.#memory.writes?.[work]);
    await act();
    this.#keep({ writes: { ...this.#memory.writes, [work]: this.#killer.end() } });
  }

  async #apply(operation: 'CreateStack' | 'UpdateStack', end: string): Promise<void> {
    const domain = `${this.#prefix}.test`;
    const zoneId = this.#engine.zoneId(domain);
    if (operation === 'CreateStack') await this.#remember(undefined);
    const isSecond = operation === 'UpdateStack' && !(await this.#engine.isSecond());
    const [prefix, assets] = [this.#prefix, this.#assets];
    await this.#counted(operation, async () => {
      await this.#engine.call(operation, {
        StackName: 'all',
        TemplateBody: everyType({ isSecond, prefix, zoneId, domain, assets }),
        Capabilities: ['CAPABILITY_NAMED_IAM'],
      });
      await this.#expect(end);
    });
    await this.#remember(end);
  }

  async #expect(end: string | undefined): Promise<void> {
    const status = await this.#engine.finished();
    if (status === end) return;
    throw new Error([`came to ${status}`, ...(await this.#engine.reasons())].join('\n'));
  }

  /** What is there and should not be, and the reverse. */
  async #difference(status: string | undefined): Promise<string[]> {
    const memory = this.#memory;
    const wanted = new Set(isNothing(status) ? memory.nothing : memory.whole);
    const found = new Set(await this.#engine.inventory(this.#prefix));
    return [
      ...[...found].filter((item) => !wanted.has(item)).map((item) => `left over: ${item}`),
      ...[...wanted].filter((item) => !found.has(item)).map((item) => `lost: ${item}`),
    ];
  }

  async #remember(status: string | undefined): Promise<void> {
    const inventory = await this.#engine.inventory(this.#prefix);
    this.#keep(isNothing(status) ? { nothing: inventory } : { whole: inventory });
  }

  #keep(member: Memory): void {
    writeFileSync(`${this.#file}.new`, JSON.stringify({ ...this.#memory, ...member }));
    // Whole or not at all: the memory is killed as well.
    renameSync(`${this.#file}.new`, this.#file);
  }

  get #memory(): Memory {
    try {
      return JSON.parse(readFileSync(this.#file, 'utf8')) as Memory;
    } catch {
      return {};
    }
  }
}

function isNothing(status: string | undefined): boolean {
  return status === undefined || status === 'ROLLBACK_COMPLETE';
}

async function run(index: number, options: VictimOptions, authority: CertificateAuthority) {
  const directory = path.join(options.directory, String(index));
  mkdirSync(directory, { recursive: true });
  const { resolver, store, killed, moment } = options;
  const killer = new Killer(index === killed ? moment : undefined);
  const engine = await InterruptibleEngine.start({ directory, resolver, authority, killer, store });
  const victim = new Victim(engine, killer, { index, options });
  process.send?.(await victim.recover());
  await heard;
  for (;;) await victim.work();
}

/** Whoever watches has every verdict. */
const heard = once(process, 'message');

const options = JSON.parse(process.argv[2] ?? '{}') as VictimOptions;
const authority = await CertificateAuthority.load({
  directory: path.join(options.directory, 'ca'),
  clock: new SystemClock({ epochMs: 0, speed: 1 }),
});
await Promise.all(
  Array.from({ length: options.engines }, (_, index) =>
    run(index, options, authority).catch((error: unknown) => {
      process.send?.({ engine: index, problems: [errorText(error)] } satisfies Verdict);
    }),
  ),
);
