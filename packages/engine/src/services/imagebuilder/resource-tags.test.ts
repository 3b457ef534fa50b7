import { expect, test } from 'vitest';
import { testRequest } from '../../kernel/kernel.fixture.ts';
import { regionalServices } from '../../resources/testing/regional.ts';

const request = testRequest();

test('tags of a configuration are added, taken away and listed', () => {
  const services = regionalServices();
  const { operations } = services.imagebuilder;
  const { distributionConfigurationArn: resourceArn } = operations.CreateDistributionConfiguration(
    request,
    { name: 'web', distributions: [{ region: 'us-east-1' }], clientToken: 'x', tags: { a: '1' } },
  );
  operations.TagResource(request, { resourceArn, tags: { a: '2', b: '3' } });
  expect(operations.ListTagsForResource(request, { resourceArn })).toEqual({
    tags: { a: '2', b: '3' },
  });
  operations.UntagResource(request, { resourceArn, tagKeys: ['a', 'c'] });
  expect(operations.ListTagsForResource(request, { resourceArn }).tags).toEqual({ b: '3' });
});

test('what is not there has no tags', () => {
  const { operations } = regionalServices().imagebuilder;
  const resourceArn = 'arn:aws:imagebuilder:us-east-1:111122223333:component/x/1.0.0/1';
  expect(() => operations.TagResource(request, { resourceArn, tags: {} })).toThrow(
    /could not be found/,
  );
});
