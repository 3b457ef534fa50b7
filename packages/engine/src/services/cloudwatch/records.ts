import { type AlarmState, alarmSchema, textsSchema } from '@understudy/contract';
import { z } from 'zod';
import { declareTable } from '../../kernel/state/declare-table.ts';

/** An alarm as it was put, and what only Describe calls show. */
const alarmRecordSchema = alarmSchema.extend({
  description: z.string().exactOptional(),
  unit: z.string().exactOptional(),
  updatedMs: z.number(),
  tags: textsSchema,
});
export type AlarmRecord = z.infer<typeof alarmRecordSchema>;

const alarmStateRecordSchema = z.object({
  state: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']) satisfies z.ZodType<AlarmState['state']>,
});

export const cloudWatchTables = {
  alarms: declareTable('cloudwatch/alarms', alarmRecordSchema),
  /** By alarm: the state in which its actions were last looked at. */
  states: declareTable('cloudwatch/alarm-states', alarmStateRecordSchema),
};
