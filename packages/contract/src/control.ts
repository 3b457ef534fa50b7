import { z } from 'zod';
import { CATALOGUE, type ErrorCode } from './error-catalogue.ts';
import { FAULT_SECONDS_MAX, FAULTS, faultSchema } from './faults.ts';
import { isJsonObject } from './json.ts';

/**
 * The control port, `/_understudy/` at the engine's endpoint: what AWS has no call for. Both ends
 * read by these schemas; members that one of them does not know are left out, so that each may be
 * older than the other.
 */

/** How a region may be lost: what the supervisor does to its processes. */
export const FAULT_MODES = ['crash', 'hang', 'blackhole'] as const;
export type FaultMode = (typeof FAULT_MODES)[number];

export const PROCESS_STATES = ['stopped', 'starting', 'running', 'restarting'] as const;
export type ProcessState = (typeof PROCESS_STATES)[number];

/**
 * `POST faults`: what `faults.ts` has, and for how long. `{ region, mode }` alone loses a region,
 * by `crash` where no mode is named.
 */
export const faultRequestSchema = z.preprocess(
  splitRequest,
  z.object({
    fault: faultSchema,
    /** AWS time; absent: until it is healed. */
    forSeconds: z.number().positive().max(FAULT_SECONDS_MAX).exactOptional(),
  }),
);

/** The time stands beside the fault's own members. */
function splitRequest(body: unknown): unknown {
  if (!isJsonObject(body)) return body;
  const { forSeconds, ...rest } = body;
  const { subject = 'region' } = rest;
  const fault = { subject, mode: firstMode(subject), ...rest };
  return { fault, ...(forSeconds !== undefined && { forSeconds }) };
}

/** What is meant where no mode is named. */
function firstMode(subject: unknown): string | undefined {
  const found = Object.entries(FAULTS).find(([name]) => name === subject)?.[1];
  return found && Object.keys(found.modes)[0];
}

/** A region: all faults there. An id: that one. Neither: all of them. */
export const healRequestSchema = z.object({
  region: z.string().optional(),
  id: z.string().optional(),
});

/** A fault that lasts. */
export const activeFaultSchema = z.object({
  /** `fault-1`, and never again in this engine's life. */
  id: z.string(),
  /** As it was asked for: `faultSchema`, of whichever version. */
  fault: z.looseObject({ subject: z.string(), mode: z.string() }),
  /** AWS time. */
  sinceMs: z.number(),
  /** AWS time; null: until it is healed. */
  untilMs: z.number().nullable(),
  /** What it is, and what visitors see. */
  description: z.string(),
});
export type ActiveFault = z.infer<typeof activeFaultSchema>;

const placeSchema = z.object({
  name: z.string(),
  state: z.enum(PROCESS_STATES),
  fault: z.enum(FAULT_MODES).nullable(),
  /** What of its document could not be done, as sentences. */
  problems: z.array(z.string()),
  pid: z.number().nullable(),
});

/** `GET state`, and what heal answers. */
export const engineStateSchema = z.object({
  /** All but the web servers: `supervisor`, `control-plane`, `global` and the regions. */
  processes: z.array(
    z.object({
      name: z.string(),
      pid: z.number().nullable(),
      state: z.enum([...PROCESS_STATES, 'hung']),
    }),
  ),
  global: placeSchema,
  regions: z.array(placeSchema),
  /** Oldest first. An engine of before it could tell has told none. */
  faults: z.array(activeFaultSchema).default([]),
  /** Where instances are on this machine. */
  instances: z.array(
    z.object({
      instanceId: z.string(),
      region: z.string(),
      address: z.string(),
      webPort: z.number(),
    }),
  ),
  /** Properties of stacks that are in use and have no effect here. */
  acceptedWithoutEffect: z.array(
    z.object({
      stackName: z.string(),
      logicalId: z.string(),
      type: z.string(),
      property: z.string(),
      reason: z.string(),
    }),
  ),
});
export type EngineState = z.infer<typeof engineStateSchema>;

/** What `POST faults` answers: the id of what was asked for, and the state as it is then. */
export const faultBegunSchema = engineStateSchema.extend({ id: z.string() });
export type FaultBegun = z.infer<typeof faultBegunSchema>;

/** `GET notifications`: what SNS topics were given lately, oldest first, and what became of it. */
export const notificationsSchema = z.object({
  messages: z.array(
    z.object({
      messageId: z.string(),
      type: z.enum(['Notification', 'SubscriptionConfirmation']),
      topicArn: z.string(),
      subject: z.string().nullable(),
      /** Its beginning, where it is long. */
      message: z.string(),
      /** What confirms the subscription, in a message that asks for it. */
      subscribeUrl: z.string().nullable(),
      /** AWS time. */
      publishedMs: z.number(),
      deliveries: z.array(
        z.object({
          subscriptionArn: z.string(),
          protocol: z.string(),
          endpoint: z.string(),
          /** `not-sent`: AWS would send it, by a protocol that the engine has not. */
          state: z.enum(['pending', 'delivered', 'failed', 'not-sent']),
          attempts: z.number(),
          /** Of the last answer; null when there was none. */
          status: z.number().nullable(),
          reason: z.string(),
        }),
      ),
    }),
  ),
});
export type Notifications = z.infer<typeof notificationsSchema>;
export type Notification = Notifications['messages'][number];

/** `GET output`: what the program of every instance that runs wrote last. */
export const instanceOutputsSchema = z.object({
  instances: z.array(
    z.object({
      instanceId: z.string(),
      region: z.string(),
      /** Lines that it has ended since it was launched. */
      written: z.number(),
      /** The last of those. */
      lines: z.array(z.string()),
    }),
  ),
});
export type InstanceOutputs = z.infer<typeof instanceOutputsSchema>;

export const REFRESHED_FILES_MAX = 1_000;
const PATH_CHARACTERS_MAX = 1_024;

/** With slashes, and never out of the folder that it is below. */
const pathBelow = z
  .string()
  .min(1)
  .max(PATH_CHARACTERS_MAX)
  .refine((path) => path.split('/').every((part) => part !== '' && part !== '.' && part !== '..'))
  .refine((path) => !/[\\\0]/.test(path));

/**
 * `POST refresh`: files of a web app that have changed come into the images that a group runs, and
 * each of its instances gets a new program, one after the other, in place of the old one.
 */
export const refreshRequestSchema = z.object({
  region: z.string(),
  groupName: z.string(),
  /** The app's folder on this machine. */
  source: z.string(),
  changed: z.array(pathBelow).max(REFRESHED_FILES_MAX),
  removed: z.array(pathBelow).max(REFRESHED_FILES_MAX),
});
export type RefreshRequest = z.infer<typeof refreshRequestSchema>;

/** The instances that run the changed app now. */
export const refreshedSchema = z.object({ instances: z.array(z.string()) });
export type Refreshed = z.infer<typeof refreshedSchema>;

/** What a call of the control port is answered with when it failed. */
export const controlFailureSchema = z.object({
  error: z.object({
    code: z.custom<ErrorCode>((code) => typeof code === 'string' && Object.hasOwn(CATALOGUE, code)),
    message: z.string(),
    hint: z.string(),
  }),
});
