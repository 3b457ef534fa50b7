import {
  certificateMaterialSchema,
  clockConfigSchema,
  signingKeySchema,
} from '@understudy/contract';
import { z } from 'zod';
import { declareTable } from '../kernel/state/declare-table.ts';
import { faultsRecordSchema } from './faults/records.ts';

const identitySchema = z.object({
  /** The administrator's key, printed by `understudy env`. */
  administrator: signingKeySchema,
  /** Guards `/_understudy/`. */
  token: z.string(),
  /** By which the stores know the endpoint. */
  endpointToken: z.string(),
  /** What instances' credentials are derived from. Absent: of an earlier version. */
  roleSecret: z.string().exactOptional(),
  /** By region: what S3 signs replication requests with. */
  replicationKeys: z.record(z.string(), signingKeySchema),
});
export type Identity = z.infer<typeof identitySchema>;
export type WholeIdentity = Identity & { roleSecret: string };

export const runtimeTables = {
  addressBlock: declareTable('runtime/address-block', z.object({ base: z.number() })),
  /** By kind, region and name: position among the things of its kind in its region. */
  addresses: declareTable('runtime/addresses', z.object({ index: z.number() })),
  certificates: declareTable(
    'runtime/certificates',
    z.object({ material: certificateMaterialSchema, issuedMs: z.number() }),
  ),
  clock: declareTable('runtime/clock', clockConfigSchema),
  faults: declareTable('runtime/faults', faultsRecordSchema),
  identity: declareTable('runtime/identity', identitySchema),
};
