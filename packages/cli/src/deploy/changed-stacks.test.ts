import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { stubAws } from '../stub-aws.fixture.ts';
import { changedStacks } from './changed-stacks.ts';

const TEMPLATE = { Resources: { Topic: { Type: 'AWS::SNS::Topic' } } };
const templateFile = path.join(mkdtempSync(path.join(os.tmpdir(), 'stacks-')), 'template.json');
writeFileSync(templateFile, JSON.stringify(TEMPLATE, null, 1));
const stack = { name: 'shop-zone', path: 'shop/Zone', region: 'us-east-1', templateFile };

function stackIs(status: string, template: string): ReturnType<typeof stubAws> {
  return stubAws(({ body }) => ({
    body: body.includes('Action=DescribeStacks')
      ? `<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>shop-zone</StackName><StackStatus>${status}</StackStatus></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`
      : `<GetTemplateResponse><GetTemplateResult><TemplateBody>${template}</TemplateBody></GetTemplateResult></GetTemplateResponse>`,
  }));
}

function refuses(code: string, message: string, status = 400): ReturnType<typeof stubAws> {
  return stubAws(() => ({
    status,
    body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
  }));
}

describe('a stack', () => {
  test.each(['CREATE_COMPLETE', 'UPDATE_COMPLETE'])(
    'in %s with the same template, whatever its spaces, has not changed',
    async (status) => {
      const calls = await stackIs(status, JSON.stringify(TEMPLATE));
      expect(await changedStacks([stack])).toEqual([]);
      expect(calls.some(({ body }) => body.includes('TemplateStage=Original'))).toBe(true);
    },
  );

  test.each([
    ['another template', 'CREATE_COMPLETE', '{"Resources":{}}'],
    ['a template that is no JSON', 'UPDATE_COMPLETE', 'Resources: {}'],
    ['a creation that failed', 'ROLLBACK_COMPLETE', JSON.stringify(TEMPLATE)],
    ['an update that was taken back', 'UPDATE_ROLLBACK_COMPLETE', JSON.stringify(TEMPLATE)],
    ['an update that goes on', 'UPDATE_IN_PROGRESS', JSON.stringify(TEMPLATE)],
  ])('with %s is deployed again', async (_why, status, template) => {
    await stackIs(status, template);
    expect(await changedStacks([stack])).toEqual(['shop-zone']);
  });

  test('that does not exist is deployed', async () => {
    await refuses('ValidationError', 'Stack with id shop-zone does not exist');
    expect(await changedStacks([stack])).toEqual(['shop-zone']);
  });

  test('that may not be looked at is no stack that has changed', async () => {
    await refuses('AccessDenied', 'not authorized to perform: cloudformation:DescribeStacks', 403);
    await expect(changedStacks([stack])).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});
