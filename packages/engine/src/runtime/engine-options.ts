import { z } from 'zod';

/** How an engine is started; the command line hands it over as JSON. */
export const engineOptionsSchema = z.object({
  /** Absolute path of the state folder. */
  stateDirectory: z.string(),
  /** TCP port of the AWS endpoint on 127.0.0.1; 0 takes any. */
  port: z.number().int().min(0).max(65_535),
  /** How many times faster than the wall AWS time runs. */
  speed: z.number().min(0.1).max(1_000),
  regions: z.array(z.string()).min(1),
  /**
   * The region that clients on this machine are taken to be nearest to; by default, the first of
   * `regions`.
   */
  resolverRegion: z.string().optional(),
  /** Domains that the registrar holds for this account. */
  domains: z.array(z.string()),
  /** Admits every access key, without looking at signatures. */
  anyKey: z.boolean(),
  realism: z.enum(['instant', 'aws']),
  /** Second octets of loopback networks that are taken only where there are no others. */
  avoidedNetworks: z.array(z.number().int()).default([]),
});
export type EngineOptions = z.infer<typeof engineOptionsSchema>;

/** From the engine to whoever started it, over the channel that it was started with. */
export type EngineMessage =
  | { kind: 'ready' }
  | { kind: 'failed'; error: { code: string; fault: string; message: string; hint: string } };
