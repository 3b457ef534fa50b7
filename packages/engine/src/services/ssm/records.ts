import { textsSchema } from '@understudy/contract';
import { z } from 'zod';
import { declareTable } from '../../kernel/state/declare-table.ts';

const parameterSchema = z.object({
  name: z.string(),
  type: z.enum(['String', 'StringList', 'SecureString']),
  value: z.string(),
  version: z.number(),
  modifiedMs: z.number(),
  dataType: z.string(),
  description: z.string(),
  tags: textsSchema,
});
export type ParameterRecord = z.infer<typeof parameterSchema>;

export const ssmTables = {
  parameters: declareTable('ssm/parameters', parameterSchema),
};
