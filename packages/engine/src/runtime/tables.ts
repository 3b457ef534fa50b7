import type { DeclaredTable } from '../kernel/state/declare-table.ts';
import { acmTables } from '../services/acm/records.ts';
import { arcZonalShiftTables } from '../services/arczonalshift/records.ts';
import { autoScalingTables } from '../services/autoscaling/records.ts';
import { cloudFormationTables } from '../services/cloudformation/stack/records.ts';
import { cloudFrontTables } from '../services/cloudfront/records.ts';
import { cloudWatchTables } from '../services/cloudwatch/records.ts';
import { ec2Tables } from '../services/ec2/records.ts';
import { elbv2Tables } from '../services/elbv2/records.ts';
import { iamTables } from '../services/iam/records.ts';
import { imageBuilderTables } from '../services/imagebuilder/records.ts';
import { logsTables } from '../services/logs/records.ts';
import { route53Tables } from '../services/route53/tables.ts';
import { route53DomainsTables } from '../services/route53domains/records.ts';
import { s3Tables } from '../services/s3/records.ts';
import { snsTables } from '../services/sns/records.ts';
import { ssmTables } from '../services/ssm/records.ts';
import { stsTables } from '../services/sts/records.ts';
import { ecrTables } from '../services/ecr/records.ts';
import { runtimeTables } from './records.ts';

/** Every table of the engine's state: what is not here cannot be opened. */
export const TABLES: readonly DeclaredTable<unknown>[] = [
  runtimeTables,
  s3Tables,
  acmTables,
  ec2Tables,
  iamTables,
  elbv2Tables,
  arcZonalShiftTables,
  autoScalingTables,
  cloudFrontTables,
  cloudWatchTables,
  imageBuilderTables,
  route53Tables,
  route53DomainsTables,
  snsTables,
  ssmTables,
  stsTables,
  logsTables,
  ecrTables,
  cloudFormationTables,
].flatMap((tables) => Object.values<DeclaredTable<unknown>>(tables));
