import { beforeEach, describe, expect, it } from 'vitest';
import { testDeps, testRequest } from '../../kernel/kernel.fixture.ts';
import { SsmService } from './ssm-service.ts';

let ssm: SsmService['operations'];
const seoul = testRequest('ap-northeast-2');
const virginia = testRequest('us-east-1');
const AMI = '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64';

beforeEach(() => {
  ssm = new SsmService(testDeps()).operations;
});

describe('Parameter Store', () => {
  it('keeps parameters a region at a time, with versions', () => {
    ssm.PutParameter(seoul, { Name: 'a', Type: 'String', Value: '1' });
    expect(ssm.PutParameter(seoul, { Name: 'a', Value: '2', Overwrite: true }).Version).toBe(2);
    expect(ssm.GetParameter(seoul, { Name: 'a:2' }).Parameter).toMatchObject({
      Value: '2',
      Type: 'String',
      ARN: 'arn:aws:ssm:ap-northeast-2:111122223333:parameter/a',
    });
    expect(() => ssm.GetParameter(seoul, { Name: 'a:1' })).toThrow(/could not find version 1/);
    expect(() => ssm.GetParameter(virginia, { Name: 'a' })).toThrow('Parameter a not found.');
    expect(ssm.GetParameters(seoul, { Names: ['a', 'b'] }).InvalidParameters).toEqual(['b']);
  });

  it('changes tags by operations of their own, as AWS wants it', () => {
    const Tags = [{ Key: 'a', Value: '1' }];
    ssm.PutParameter(seoul, { Name: 'p', Type: 'String', Value: 'x', Tags });
    const about = { ResourceType: 'Parameter', ResourceId: 'p' } as const;
    ssm.AddTagsToResource(seoul, { ...about, Tags: [{ Key: 'b', Value: '2' }] });
    ssm.RemoveTagsFromResource(seoul, { ...about, TagKeys: ['a', 'absent'] });
    expect(ssm.ListTagsForResource(seoul, about).TagList).toEqual([{ Key: 'b', Value: '2' }]);
    expect(() => ssm.PutParameter(seoul, { Name: 'p', Value: 'y', Overwrite: true, Tags })).toThrow(
      "tags and overwrite can't be used together",
    );
    expect(() => ssm.ListTagsForResource(virginia, about)).toThrow('There is no parameter p');
  });

  it('gives an AMI that is stable in a region, and another in the next', () => {
    const value = (context: typeof seoul): string | undefined =>
      ssm.GetParameter(context, { Name: AMI }).Parameter?.Value;
    expect(value(seoul)).toMatch(/^ami-0[0-9a-f]{16}$/);
    expect(value(seoul)).toBe(value(seoul));
    expect(value(seoul)).not.toBe(value(virginia));
  });

  it('lists a path, one level or all, a page at a time', () => {
    for (const Name of ['/site/a', '/site/b', '/site/deep/c', '/other/d'])
      ssm.PutParameter(seoul, { Name, Type: 'String', Value: 'x' });
    const names = (input: object): (string | undefined)[] =>
      (ssm.GetParametersByPath(seoul, { Path: '/site', ...input }).Parameters ?? []).map(
        (parameter) => parameter.Name,
      );
    expect(names({})).toEqual(['/site/a', '/site/b']);
    expect(names({ Recursive: true })).toEqual(['/site/a', '/site/b', '/site/deep/c']);
    const page = ssm.GetParametersByPath(seoul, { Path: '/site', MaxResults: 1 });
    expect(names({ MaxResults: 1, NextToken: page.NextToken })).toEqual(['/site/b']);
  });

  it.each([
    ['a name of AWS', { Name: '/aws/x', Type: 'String', Value: 'x' }, /can't be prefixed/],
    ['a name with a space', { Name: 'a b', Type: 'String', Value: 'x' }, /must contain only/],
    ['no value', { Name: 'a', Type: 'String', Value: '' }, /greater than or equal to 1/],
    ['a long value', { Name: 'a', Type: 'String', Value: 'x'.repeat(4097) }, /4096/],
    ['no type', { Name: 'a', Value: 'x' }, /type is required/],
    [
      'a value against its pattern',
      { Name: 'a', Type: 'String', Value: 'x', AllowedPattern: '\\d+' },
      /allowedPattern/,
    ],
    ['policies', { Name: 'a', Type: 'String', Value: 'x', Policies: '[]' }, /Policies/],
  ])('rejects %s', (_, input, reason) => {
    expect(() => ssm.PutParameter(seoul, input as never)).toThrow(reason);
  });
});
