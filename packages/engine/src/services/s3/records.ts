import { z } from 'zod';
import { declareTable } from '../../kernel/state/declare-table.ts';

export const s3Tables = {
  /** By bucket: the region that has it. */
  buckets: declareTable('s3/bucket-regions', z.string()),
};
