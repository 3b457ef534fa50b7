import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { AssemblyStack } from '@understudy/site';
import { stubAws } from '../../stub-aws.fixture.ts';

const STACK_ID = 'arn:aws:cloudformation:us-east-1:111122223333:stack/shop-zone/uuid';

export function stackWith(options: { template?: string } = {}): AssemblyStack {
  const templateFile = path.join(mkdtempSync(path.join(os.tmpdir(), 'stacks-')), 'template.json');
  writeFileSync(templateFile, options.template ?? '{"Resources":{}}');
  return {
    name: 'shop-zone',
    account: '111122223333',
    region: 'us-east-1',
    templateFile,
    templateUrl: 'https://s3.us-east-1.amazonaws.com/deployments/key.json',
    tags: { project: 'shop' },
    dependsOn: [],
    files: [],
  };
}

export interface StubbedEvent {
  id: string;
  resource: string;
  status: string;
  reason?: string;
  /** Of another operation, before this one. */
  old?: boolean;
}

export interface StubbedStack {
  /** What DescribeStacks says, call by call, the last again and again; '' of no stack. */
  statuses: string[];
  changeSet?: { status: string; reason?: string; changes?: number };
  /** Events that each DescribeStackEvents finds, in their order. */
  events?: StubbedEvent[][];
  /** What DescribeEvents says of a change set. */
  failedChecks?: { resource: string; path: string; reason: string }[];
}

/** A CloudFormation of one stack; resolves with the calls' parameters as they come. */
export async function cloudFormation(stubbed: StubbedStack): Promise<URLSearchParams[]> {
  const calls: URLSearchParams[] = [];
  const turns = new Map<string, number>();
  await stubAws(({ body }) => {
    const call = new URLSearchParams(body);
    calls.push(call);
    const action = call.get('Action') ?? '';
    const turn = turns.get(action) ?? 0;
    turns.set(action, turn + 1);
    const result = ANSWERS[action]?.(stubbed, turn, tokenOf(calls)) ?? '';
    if (result === 'absent')
      return {
        status: 400,
        body: `<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>Stack with id shop-zone does not exist</Message></Error></ErrorResponse>`,
      };
    return {
      body: `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`,
    };
  });
  return calls;
}

const tokenOf = (calls: readonly URLSearchParams[]): string =>
  calls.find((call) => call.get('Action') === 'ExecuteChangeSet')?.get('ClientRequestToken') ?? '';

type Answer = (stubbed: StubbedStack, turn: number, token: string) => string;

const ANSWERS: Readonly<Record<string, Answer>> = {
  DescribeStacks({ statuses }, turn) {
    const status = statuses[Math.min(turn, statuses.length - 1)];
    return status === undefined || status === ''
      ? 'absent'
      : `<Stacks><member><StackName>shop-zone</StackName><StackStatus>${status}</StackStatus></member></Stacks>`;
  },
  CreateChangeSet: () => `<Id>change-set-id</Id><StackId>${STACK_ID}</StackId>`,
  DescribeChangeSet({ changeSet = { status: 'CREATE_COMPLETE' } }, turn) {
    if (turn === 0) return '<Status>CREATE_IN_PROGRESS</Status>';
    const changes = '<member><Type>Resource</Type></member>'.repeat(changeSet.changes ?? 1);
    return `<Status>${changeSet.status}</Status><StatusReason>${changeSet.reason ?? ''}</StatusReason><Changes>${changes}</Changes>`;
  },
  DescribeEvents: ({ failedChecks = [] }) =>
    `<OperationEvents>${failedChecks.map(checkXml).join('')}</OperationEvents>`,
  DescribeStackEvents({ events = [] }, turn, token) {
    const seen = events.slice(0, turn + 1).flat();
    return `<StackEvents>${seen
      .reverse()
      .map((event) => eventXml(event, token))
      .join('')}</StackEvents>`;
  },
};

function checkXml({
  resource,
  path: where,
  reason,
}: {
  resource: string;
  path: string;
  reason: string;
}) {
  return `<member><LogicalResourceId>${resource}</LogicalResourceId><ValidationPath>${where}</ValidationPath><ValidationStatusReason>${reason}</ValidationStatusReason></member>`;
}

function eventXml({ id, resource, status, reason, old }: StubbedEvent, token: string): string {
  const isStack = resource === 'shop-zone';
  return [
    `<member><EventId>${id}</EventId><StackId>${STACK_ID}</StackId><StackName>shop-zone</StackName>`,
    `<LogicalResourceId>${resource}</LogicalResourceId>`,
    `<PhysicalResourceId>${isStack ? STACK_ID : resource}</PhysicalResourceId>`,
    `<ResourceType>${isStack ? 'AWS::CloudFormation::Stack' : 'AWS::X::Y'}</ResourceType>`,
    `<ResourceStatus>${status}</ResourceStatus>`,
    reason === undefined ? '' : `<ResourceStatusReason>${reason}</ResourceStatusReason>`,
    `<ClientRequestToken>${old === true ? 'an-earlier-one' : token}</ClientRequestToken></member>`,
  ].join('');
}
