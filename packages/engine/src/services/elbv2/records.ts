import {
  actionSchema,
  listenerSchema,
  loadBalancerSchema,
  targetGroupSchema,
  textsSchema,
} from '@understudy/contract';
import { z } from 'zod';
import { declareTable } from '../../kernel/state/declare-table.ts';

const loadBalancerRecordSchema = loadBalancerSchema
  .pick({ arn: true, name: true, dnsName: true, scheme: true, securityGroupIds: true })
  .extend({
    hostedZoneId: z.string(),
    vpcId: z.string(),
    nodes: z.array(loadBalancerSchema.shape.nodes.element.omit({ address: true })),
    createdMs: z.number(),
    /** What was set; the defaults are in `attributes.ts`. */
    attributes: textsSchema,
  });
export type LoadBalancerRecord = z.infer<typeof loadBalancerRecordSchema>;

/** An action as given, for Describe calls, and as the data plane carries it out. */
const actionRecordSchema = z.object({
  order: z.number(),
  action: actionSchema,
  stickiness: z.object({ enabled: z.boolean(), durationSeconds: z.number().exactOptional() }),
});
export type ActionRecord = z.infer<typeof actionRecordSchema>;

const listenerRecordSchema = listenerSchema.pick({ arn: true, port: true, protocol: true }).extend({
  loadBalancerArn: z.string(),
  /** The first is the default. */
  certificateArns: z.array(z.string()),
  sslPolicy: z.string().exactOptional(),
  defaultAction: actionRecordSchema,
});
export type ListenerRecord = z.infer<typeof listenerRecordSchema>;

const ruleRecordSchema = listenerSchema.shape.rules.element.omit({ action: true }).extend({
  listenerArn: z.string(),
  action: actionRecordSchema,
});
export type RuleRecord = z.infer<typeof ruleRecordSchema>;

export type HealthCheckRecord = TargetGroupRecord['healthCheck'];

const targetGroupRecordSchema = targetGroupSchema.omit({ attributes: true }).extend({
  protocolVersion: z.string(),
  /** What was set, as above. */
  attributes: textsSchema,
});
export type TargetGroupRecord = z.infer<typeof targetGroupRecordSchema>;

const tagsSchema = z.object({ arn: z.string(), tags: textsSchema });
export type TagsRecord = z.infer<typeof tagsSchema>;

export const elbv2Tables = {
  loadBalancers: declareTable('elbv2/load-balancers', loadBalancerRecordSchema),
  listeners: declareTable('elbv2/listeners', listenerRecordSchema),
  rules: declareTable('elbv2/rules', ruleRecordSchema),
  targetGroups: declareTable('elbv2/target-groups', targetGroupRecordSchema),
  tags: declareTable('elbv2/tags', tagsSchema),
};
