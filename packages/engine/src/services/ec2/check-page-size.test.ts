import { expect, it } from 'vitest';
import { codeAndMessage } from '../../kernel/error.fixture.ts';
import { testDeps, testRequest } from '../../kernel/kernel.fixture.ts';
import { Ec2Service } from './ec2-service.ts';

const request = testRequest('us-east-1');
const { operations } = new Ec2Service(testDeps());

it.each([
  [4, 'greater than 5'],
  [2_000, 'smaller than 1000'],
])('a page of %i is refused', (MaxResults, expected) => {
  expect(codeAndMessage(() => operations.DescribeVpcs(request, { MaxResults }))).toEqual({
    code: 'InvalidParameterValue',
    message: `Value ( ${MaxResults} ) for parameter maxResults is invalid. Expecting a value ${expected}.`,
  });
});

it('a page may be as small and as big as EC2 has it, by operation', () => {
  for (const MaxResults of [5, 1_000])
    expect(operations.DescribeVpcs(request, { MaxResults }).Vpcs).toEqual([]);
  for (const MaxResults of [1, 200])
    expect(operations.DescribeLaunchTemplates(request, { MaxResults }).LaunchTemplates).toEqual([]);
  const tooMany = (): unknown => operations.DescribeRouteTables(request, { MaxResults: 101 });
  expect(codeAndMessage(tooMany).code).toBe('InvalidParameterValue');
});
