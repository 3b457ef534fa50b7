import { textsSchema } from '@understudy/contract';
import { z } from 'zod';
import { declareTable } from '../../kernel/state/declare-table.ts';

const groupSchema = z.object({
  name: z.string(),
  /** AWS time, as all of a group's, a stream's and an event's times. */
  createdMs: z.number(),
  logGroupClass: z.string(),
  /** Absent: for ever. */
  retentionDays: z.number().exactOptional(),
  tags: textsSchema,
});
export type LogGroupRecord = z.infer<typeof groupSchema>;

const streamSchema = z.object({
  groupName: z.string(),
  name: z.string(),
  createdMs: z.number(),
  firstEventMs: z.number().exactOptional(),
  lastEventMs: z.number().exactOptional(),
  lastIngestionMs: z.number().exactOptional(),
  /** Of its events that are kept. */
  events: z.number(),
  bytes: z.number(),
  /** Counts up; keeps events of one time in the order in which they came. */
  nextSequence: z.number(),
});
export type LogStreamRecord = z.infer<typeof streamSchema>;

const eventSchema = z.object({
  streamName: z.string(),
  timestampMs: z.number(),
  ingestedMs: z.number(),
  /** Its place among the stream's events of one time. */
  sequence: z.number(),
  message: z.string(),
});
export type EventRecord = z.infer<typeof eventSchema>;

export const logsTables = {
  groups: declareTable('logs/groups', groupSchema),
  streams: declareTable('logs/streams', streamSchema),
  events: declareTable('logs/events', eventSchema),
};
