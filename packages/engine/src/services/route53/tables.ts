import {
  currentRecordSetSchema,
  healthCheckSchema,
  hostedZoneSchema,
  textsSchema,
} from '@understudy/contract';
import { z } from 'zod';
import { declareTable } from '../../kernel/state/declare-table.ts';
import { route53HealthCheckConfig } from '../../kernel/state/sdk-shapes.generated.ts';

const zoneSchema = hostedZoneSchema.omit({ records: true }).extend({
  callerReference: z.string(),
  comment: z.string(),
  recordCount: z.number(),
  /** Counts the changes of its record sets. */
  recordsRevision: z.number(),
});
export type ZoneRecord = z.infer<typeof zoneSchema>;

/** An alarm's data as a health check copies them when it is created or updated. */
const copiedAlarmSchema = healthCheckSchema.shape.alarm.unwrap().omit({ insufficientData: true });
export type CopiedAlarm = z.infer<typeof copiedAlarmSchema>;

const healthCheckRecordSchema = z.object({
  id: z.string(),
  callerReference: z.string(),
  version: z.number(),
  config: route53HealthCheckConfig,
  /** CLOUDWATCH_METRIC: the alarm as it was when the check was last created or updated. */
  alarm: copiedAlarmSchema.exactOptional(),
});
export type HealthCheckRecord = z.infer<typeof healthCheckRecordSchema>;

const changeSchema = z.object({ id: z.string(), submittedMs: z.number(), comment: z.string() });
export type ChangeRecord = z.infer<typeof changeSchema>;

export const route53Tables = {
  zones: declareTable('route53/hosted-zones', zoneSchema),
  recordSets: declareTable('route53/record-sets', currentRecordSetSchema),
  changes: declareTable('route53/changes', changeSchema),
  healthChecks: declareTable('route53/health-checks', healthCheckRecordSchema),
  /** By `hostedzone/ID` and `healthcheck/ID`. */
  tags: declareTable('route53/tags', textsSchema),
};
