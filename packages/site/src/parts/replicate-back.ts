import { Aws, CfnCondition, CfnParameter, Fn } from 'aws-cdk-lib/core';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

/**
 * The standby's side of step 5: what is written there while the primary is away goes back to it,
 * and changes to a replica follow it home ("replica modification sync", which both buckets must
 * have). S3 takes no rule whose destination is not there, and the primary's bucket is made after
 * this one; hence the parameter, which `understudy deploy` sets in an update of the stack once both
 * are. In an app of one's own: `cdk deploy … --parameters ReplicateBack=true`, the second time; the
 * buckets of data have a parameter of their own, since a site may get them later.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-for-metadata-changes.html
 */
export class ReplicateBack extends Construct {
  readonly role: iam.Role;

  constructor(
    scope: Construct,
    id: string,
    { from, to, parameter: name }: { from: s3.Bucket; to: s3.IBucket; parameter: string },
  ) {
    super(scope, id);
    this.role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('s3.amazonaws.com'),
    });
    this.#grant(from, to);
    const parameter = new CfnParameter(this, 'Parameter', {
      allowedValues: ['true', 'false'],
      default: 'false',
      description:
        "whether the primary's bucket is there, so that S3 takes a rule that leads to it",
    });
    parameter.overrideLogicalId(name);
    const isThere = new CfnCondition(this, 'IsThere', {
      expression: Fn.conditionEquals(parameter.valueAsString, 'true'),
    });
    const bucket = from.node.defaultChild as s3.CfnBucket;
    // Within a function the library renames nothing: these are CloudFormation's own names.
    bucket.replicationConfiguration = Fn.conditionIf(
      isThere.logicalId,
      {
        Role: this.role.roleArn,
        Rules: [
          {
            Id: 'to-primary',
            Priority: 1,
            Status: 'Enabled',
            Filter: { Prefix: '' },
            Destination: { Bucket: to.bucketArn },
            DeleteMarkerReplication: { Status: 'Enabled' },
            SourceSelectionCriteria: { ReplicaModifications: { Status: 'Enabled' } },
          },
        ],
      },
      Aws.NO_VALUE,
    );
  }

  /** What the library grants the other way. */
  #grant(from: s3.Bucket, to: s3.IBucket): void {
    const allow = (actions: string[], resource: string): void =>
      void this.role.addToPolicy(new iam.PolicyStatement({ actions, resources: [resource] }));
    allow(['s3:GetReplicationConfiguration', 's3:ListBucket'], from.bucketArn);
    allow(
      ['s3:GetObjectVersionForReplication', 's3:GetObjectVersionAcl', 's3:GetObjectVersionTagging'],
      from.arnForObjects('*'),
    );
    allow(['s3:ReplicateObject', 's3:ReplicateDelete', 's3:ReplicateTags'], to.arnForObjects('*'));
  }
}
