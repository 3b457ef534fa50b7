import type { LaunchSpecification } from '@understudy/contract';
import type { ServiceDeps } from '../../kernel/deps.ts';
import { fail } from '../../kernel/fail.ts';
import { page, positionOf } from '../../kernel/page.ts';
import { RegionTable } from '../../kernel/state/region-table.ts';
import type { Ec2Service } from '../ec2/ec2-service.ts';
import type { ElbV2Service } from '../elbv2/elbv2-service.ts';
import {
  autoScalingTables,
  type GroupRecord,
  type PolicyRecord,
  type RefreshRecord,
} from './records.ts';

export class AutoScalingStore {
  readonly deps: ServiceDeps;
  readonly ec2: Ec2Service;
  readonly elbv2: ElbV2Service;
  readonly groups: RegionTable<GroupRecord>;
  /** By `<group>/<policy>`. */
  readonly policies: RegionTable<PolicyRecord>;
  readonly refreshes: RegionTable<RefreshRecord>;
  /** Told when a refresh begins. */
  refreshBegan: () => void = () => undefined;

  constructor(deps: ServiceDeps, ec2: Ec2Service, elbv2: ElbV2Service) {
    this.deps = deps;
    this.ec2 = ec2;
    this.elbv2 = elbv2;
    this.groups = new RegionTable(deps.state, autoScalingTables.groups);
    this.policies = new RegionTable(deps.state, autoScalingTables.policies);
    this.refreshes = new RegionTable(deps.state, autoScalingTables.refreshes);
  }

  changed(): void {
    this.deps.dataPlane.changed();
  }

  /** What the group launches now; undefined where its template is gone. */
  launchOf(region: string, { name, launchTemplate }: GroupRecord): LaunchSpecification | undefined {
    const { id, version } = this.activeRefresh(region, name)?.desiredTemplate ?? launchTemplate;
    if (!this.ec2.launchTemplateExists(region, id, version)) return undefined;
    return this.ec2.launchSpecification(region, { LaunchTemplateId: id }, version);
  }

  /**
   * The refresh that launches what it was asked for: "if a scale-out event occurs during an
   * instance refresh, Amazon EC2 Auto Scaling launches new instances with the desired
   * configuration". A rollback launches what the group had before.
   * https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-refresh-overview.html
   */
  activeRefresh(region: string, groupName: string): RefreshRecord | undefined {
    return this.refreshes
      .list(region)
      .find(
        (record) =>
          record.groupName === groupName &&
          record.endMs === undefined &&
          record.status !== 'RollbackInProgress',
      );
  }

  group(region: string, name: string | undefined): GroupRecord {
    const wanted = name ?? fail('ValidationError', 'AutoScalingGroupName is required');
    return (
      this.groups.get(region, wanted) ??
      fail(
        'ValidationError',
        `AutoScalingGroup name not found - AutoScalingGroup '${wanted}' not found`,
      )
    );
  }
}

/** MaxRecords of most Describe calls: "The default value is 50 and the maximum value is 100". */
const PAGE_RECORDS = { size: 50, max: 100 };

/** A page of a Describe call. Tokens are positions. */
export function pageOf<T>(
  items: readonly T[],
  input: { NextToken?: string | undefined; MaxRecords?: number | undefined },
  { size, max }: { size: number; max: number } = PAGE_RECORDS,
): { items: T[]; NextToken: string | undefined } {
  const start = positionOf(input.NextToken, () =>
    fail('InvalidNextToken', 'The NextToken value is not valid.'),
  );
  const part = page(items, { start, size: input.MaxRecords ?? size, max });
  return { items: part.items, NextToken: part.nextPosition };
}
