import { z } from 'zod';

/**
 * What a decision says of itself, by a stable word for programs. `docs/reference/explain.md` is
 * made of this.
 */
export const REASON_KINDS = {
  'dns.resolver': 'what the resolver that clients ask remembers of the name',
  'dns.delegation': 'a server that was asked on the way from the root, and what it answered',
  'dns.zone': 'the hosted zone that answers, or that there is none',
  'dns.name': 'whether the name exists in the zone, by itself or by a wildcard',
  'dns.alias': 'a CNAME or alias that was followed',
  'dns.record-sets': 'the record sets of a name and type, their policy, and which of them answers',
  'dns.record-set': 'one of them, and whether it is healthy',
  'dns.evaluate-target-health': 'EvaluateTargetHealth of an alias: how its target is',
  'dns.health-check': 'a health check, after its share of checkers, inversion and disabling',
  'dns.checker': 'what one checker says',
  'dns.load-balancer': 'what Route 53 last heard of a load balancer',
  'request.address': 'where the name led the request',
  'request.place': 'what was at that address',
  'request.answer': 'the answer, or why there was none',
  'edge.distribution': 'the distribution that the name belongs to, or that there is none',
  'edge.behavior': 'a cache behavior, and whether its path pattern is the one',
  'edge.verdict': 'what the edge answered before it asked anybody',
  'edge.cache-key': 'what of the request makes it another object',
  'edge.cache': 'hit, or why not; and whether the answer is kept',
  'edge.origin': 'an origin that was asked, and why it',
  'edge.attempt': 'one attempt to have an answer of it',
  'edge.error-page': 'a page that the distribution shows in place of an error',
  'edge.answer': 'what the edge location answered',
  'balancer.node': 'the load balancer, and the node and listener that the request came to',
  'balancer.rule': 'a rule of the listener, and whether it holds',
  'balancer.target-group':
    'the target group that the request was sent to, and how a target was chosen',
  'balancer.target': 'one of its targets, its health, and whether it was chosen',
  'balancer.target-answer': 'what the target answered, or why there was no answer',
  'balancer.answer': 'an answer of the load balancer itself',
  'replication.bucket': 'how far behind the whole bucket is',
  'replication.rule': 'a rule of the bucket, and whether it has the key',
  'replication.version': 'a version of the key',
  'replication.destination': 'what became of it, or what it waits for',
  'replication.event': 'when it was replicated, and how long that took',
  'scaling.capacity': 'the desired capacity, its bounds, and what is there',
  'scaling.pending': 'what the group would do now, and what keeps it',
  'scaling.policy': 'a policy: to what it would bring the capacity, or why it waits',
  'scaling.alarm': 'an alarm that carries it out: its state, and what would change that',
  'scaling.activity': 'one of the last activities, with its cause',
  'access.principal': 'who asks, and by what their policies are known',
  'access.asked': 'what is to be known of the action or the resource that was asked about',
  'access.policy': 'a policy that was looked at, or that there is none',
  'access.statement': 'one of its statements: whether it applies, and what of it does not fit',
  'access.public-access-block':
    'Block Public Access of the bucket, and whether its policy is public',
  'access.rule': 'what decided without a statement',
  'access.object': 'that the object is not there, and what that is answered',
  'access.answer': 'what the caller is answered',
} as const;
export type ReasonKind = keyof typeof REASON_KINDS;

/**
 * `chosen`: this one was taken; `passed-over`: it could have been; `well`, `ill`: a condition that
 * holds or does not. Absent: a statement.
 */
export const REASON_MARKS = ['chosen', 'passed-over', 'well', 'ill'] as const;
export type ReasonMark = (typeof REASON_MARKS)[number];

export type Facts = Record<string, string | number | boolean | null>;

/** One thing that was decided, and what it rests on. */
export interface Reason {
  kind: string;
  /** A sentence, without a full stop. */
  says: string;
  mark?: ReasonMark;
  /** The same for programs. */
  facts: Facts;
  because: Reason[];
}

export const reasonSchema: z.ZodType<Reason> = z.object({
  kind: z.string(),
  says: z.string(),
  mark: z.enum(REASON_MARKS).exactOptional(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  get because() {
    return z.array(reasonSchema);
  },
});

/** Far above what a zone of a hundred record sets and their checkers have to say. */
const REASONS_MAX = 5_000;

interface Said {
  mark?: ReasonMark | undefined;
  facts?: Facts;
}

/**
 * Where decisions leave their reasons, when somebody asks for them. A decision takes it as an
 * optional argument and answers the same with and without it; without it, nothing is made.
 */
export class Reasons {
  readonly list: Reason[];
  readonly #of: Reason | undefined;
  readonly #budget: { left: number };

  constructor(of?: Reason, budget: { left: number } = { left: REASONS_MAX }) {
    this.list = of?.because ?? [];
    this.#of = of;
    this.#budget = budget;
  }

  /** Returns where that which it rests on goes. */
  add(kind: ReasonKind, says: string, { mark, facts = {} }: Said = {}): Reasons {
    const reason: Reason = { kind, says, ...(mark && { mark }), facts, because: [] };
    if (this.#budget.left > 0) this.list.push(reason);
    this.#budget.left -= 1;
    return new Reasons(reason, this.#budget);
  }

  /** Says the reason that this was added as with what has come of it. */
  conclude(says: string, { mark, facts }: Said = {}): void {
    if (this.#of === undefined) return;
    this.#of.says = says;
    if (mark !== undefined) this.#of.mark = mark;
    Object.assign(this.#of.facts, facts);
  }

  /** Reasons that another process gave. */
  adopt(reasons: readonly Reason[]): void {
    this.list.push(...reasons);
  }
}
