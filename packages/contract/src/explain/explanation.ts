import { z } from 'zod';
import { RECORD_TYPES } from '../documents/hosted-zone.ts';
import { accessExplanation } from './access.ts';
import { dnsExplanation, replicationExplanation, scalingExplanation } from './answers.ts';
import { reasonSchema } from './reasons.ts';

/** Raised when a member goes or means something else; new ones may come at any time. */
export const EXPLANATION_VERSION = 1;

const NAME_CHARACTERS_MAX = 1_024;
const name = z.string().min(1).max(NAME_CHARACTERS_MAX);

/**
 * What may be asked, by its word behind `explain`: what the question has, and what its answer has
 * besides the reasons.
 */
export const EXPLAINED = {
  dns: {
    says: 'why a name is answered with what it is',
    question: { name, type: z.enum(RECORD_TYPES) },
    answer: dnsExplanation,
  },
  request: {
    says: 'what became of a request, sent now: resolver, edge, load balancer, target',
    question: { url: name },
    answer: {
      /** Null where there was no answer; then `error` says why. */
      status: z.number().nullable(),
      error: z.string().nullable(),
      address: z.string().nullable(),
      /** Of the wall. */
      tookMs: z.number(),
      /** The edge location, and what it says in `X-Cache`; null where it came to none. */
      edge: z.string().nullable(),
      cache: z.string().nullable(),
      loadBalancer: z.string().nullable(),
      /** The target that was asked for this very request; a hit has none. */
      instanceId: z.string().nullable(),
    },
  },
  replication: {
    says: 'which rule has an object, what became of its versions, how far behind the bucket is',
    question: { bucket: name, key: name },
    answer: { region: z.string(), ...replicationExplanation },
  },
  scaling: {
    says: 'what each policy and alarm of a group says, and what would have to happen next',
    question: { group: name },
    answer: { region: z.string(), ...scalingExplanation },
  },
  access: {
    says: 'which statement lets somebody do something, or keeps them from it',
    question: {
      /** One, as policies name it: `s3:GetObject`. */
      action: name,
      /** An ARN, or `*` for what is about no resource in particular. */
      resource: name,
      /** `administrator`, `anonymous`, an instance, a role, a user, a distribution or a service. */
      as: name,
      /** What conditions may ask of a request to S3: where it comes from, and whether over TLS. */
      sourceIp: z.union([z.ipv4(), z.ipv6()]),
      secure: z.boolean(),
    },
    answer: {
      /** Who asks, as policies name them; null: nobody in particular. */
      principal: z.string().nullable(),
      /** The bucket's; of any other action, where the call would go. */
      region: z.string(),
      ...accessExplanation,
    },
  },
} as const;
export type Explained = keyof typeof EXPLAINED;

/** `POST explain`. */
export const explainRequestSchema = z.discriminatedUnion('about', [
  z.object({ about: z.literal('dns'), ...EXPLAINED.dns.question }),
  z.object({ about: z.literal('request'), ...EXPLAINED.request.question }),
  z.object({ about: z.literal('replication'), ...EXPLAINED.replication.question }),
  z.object({ about: z.literal('scaling'), ...EXPLAINED.scaling.question }),
  z.object({ about: z.literal('access'), ...EXPLAINED.access.question }),
]);
export type ExplainRequest = z.infer<typeof explainRequestSchema>;

const explained = {
  version: z.literal(EXPLANATION_VERSION),
  /** One sentence: what came of it. */
  conclusion: z.string(),
  because: z.array(reasonSchema),
};

/** What `POST explain` answers, and `explain --json` prints. */
export const explanationSchema = z.discriminatedUnion('about', [
  z.object({
    ...explained,
    about: z.literal('dns'),
    question: z.object(EXPLAINED.dns.question),
    answer: z.object(EXPLAINED.dns.answer),
  }),
  z.object({
    ...explained,
    about: z.literal('request'),
    question: z.object(EXPLAINED.request.question),
    answer: z.object(EXPLAINED.request.answer),
  }),
  z.object({
    ...explained,
    about: z.literal('replication'),
    question: z.object(EXPLAINED.replication.question),
    answer: z.object(EXPLAINED.replication.answer),
  }),
  z.object({
    ...explained,
    about: z.literal('scaling'),
    question: z.object(EXPLAINED.scaling.question),
    answer: z.object(EXPLAINED.scaling.answer),
  }),
  z.object({
    ...explained,
    about: z.literal('access'),
    question: z.object(EXPLAINED.access.question),
    answer: z.object(EXPLAINED.access.answer),
  }),
]);
export type Explanation = z.infer<typeof explanationSchema>;
export type ExplanationOf<A extends Explained> = Extract<Explanation, { about: A }>;
