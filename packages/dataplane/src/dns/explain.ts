import { type GlobalQueries, Reasons } from '@understudy/contract';
import type { DnsAnswer } from './record.ts';
import { tellRemembered } from './resolver/remembered.ts';
import type { Resolver } from './resolver/resolver.ts';
import { recordText } from './resolver/tell.ts';
import type { Overheard } from './overheard.ts';
import { rcodeName, TYPE } from './wire/codes.ts';
import { canonicalName } from './wire/names.ts';
import type { DnsQuestion } from './wire/request.ts';

type Explained = GlobalQueries['explainDns']['output'];

interface ExplainDnsOptions {
  /** Whom clients ask. */
  resolver: Resolver;
  /** One without a memory, which asks now. */
  asking: Resolver;
  overheard: Overheard;
  /** Of AWS time. */
  speed: number;
}

/** Sends a question as anybody does, and collects why it was answered so. */
export class ExplainDns {
  readonly #options: ExplainDnsOptions;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: ExplainDnsOptions) {
    this.#options = options;
  }

  /** One after the other: name servers tell of one question at a time. */
  explain(input: GlobalQueries['explainDns']['input']): Promise<Explained> {
    const turn = this.#turn.then(() => this.#explain(input));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #explain(input: GlobalQueries['explainDns']['input']): Promise<Explained> {
    const type = Object.entries(TYPE).find(([name]) => name === input.type)?.[1];
    if (type === undefined) throw new Error(`there is no record type ${input.type}`);
    const question: DnsQuestion = { name: canonicalName(input.name.toLowerCase()), type };
    const reasons = new Reasons();
    const remembered = tellRemembered(reasons, this.#options, question);
    const { overheard, asking } = this.#options;
    try {
      const answer = await asking.explain(question, {
        reasons,
        onQuestion: (sent, from, below) => overheard.expect(from, sent, below),
      });
      return { ...plain(answer), remembered, because: reasons.list };
    } finally {
      overheard.forget();
    }
  }
}

function plain({ rcode, answers }: DnsAnswer): { responseCode: string; records: string[] } {
  return { responseCode: rcodeName(rcode), records: answers.map(recordText) };
}
