import { z } from 'zod';

/**
 * What may decide on access. `statement`: one of a policy allows or denies; `no-statement`: none
 * allows, which is a denial; `administrator`: whom IAM allows everything; `root-user`: what the
 * owner keeps whatever the bucket's policy says; `public-access-block`: RestrictPublicBuckets;
 * `owner-only`: what S3 leaves to the bucket's account; `unasked`: no permission is needed;
 * `unsigned`: the call needs a signature.
 */
const ACCESS_DECIDERS = [
  'statement',
  'no-statement',
  'administrator',
  'root-user',
  'public-access-block',
  'owner-only',
  'unasked',
  'unsigned',
] as const;
export type AccessDecider = (typeof ACCESS_DECIDERS)[number];

const POLICY_TYPES = [
  'resource-based policy',
  'identity-based policy',
  'permissions boundary',
  'session policy',
] as const;
export type PolicyType = (typeof POLICY_TYPES)[number];

/** Whether somebody may do something, and what decided. */
export const accessExplanation = {
  allowed: z.boolean(),
  decidedBy: z.enum(ACCESS_DECIDERS),
  /** Those that decided; none where something else did. */
  statements: z.array(
    z.object({
      by: z.enum(POLICY_TYPES),
      /** The policy's name or ARN; null: it has none. */
      policy: z.string().nullable(),
      /** Which of the policy's, from 1; null `sid`: it has none. */
      statement: z.number(),
      sid: z.string().nullable(),
      effect: z.enum(['Allow', 'Deny']),
    }),
  ),
  /** What the caller is answered; null: the request goes on. */
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
};
export type AccessExplanation = z.infer<z.ZodObject<typeof accessExplanation>>;
