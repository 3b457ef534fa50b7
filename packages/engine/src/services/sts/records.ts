import { z } from 'zod';
import { declareTable } from '../../kernel/state/declare-table.ts';

/** Temporary credentials. */
const sessionSchema = z.object({
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  token: z.string(),
  /** A session of a role's ARN, or a user's. */
  principalArn: z.string(),
  /** The role or the user whose policies they have. */
  issuerArn: z.string(),
  /** What else restricts them; absent: nothing. */
  sessionPolicies: z.array(z.string()).exactOptional(),
  /** Wall time: clients judge it by their own clock. */
  expiresMs: z.number(),
});
export type SessionRecord = z.infer<typeof sessionSchema>;

export const stsTables = {
  /** By access key id. */
  sessions: declareTable('sts/sessions', sessionSchema),
};
