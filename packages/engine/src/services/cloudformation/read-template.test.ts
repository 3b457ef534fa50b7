import { AwsError } from '@understudy/wire';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fail } from '../../kernel/fail.ts';
import { readTemplate, templateObject } from './read-template.ts';

const caller = { region: 'eu-west-1', principalArn: 'arn' };

test.each([
  [
    'https://b.s3.us-east-1.amazonaws.com/a/t.json',
    { bucket: 'b', key: 'a/t.json', region: 'us-east-1' },
  ],
  ['https://b.s3.amazonaws.com/t%20u.json', { bucket: 'b', key: 't u.json' }],
  ['http://127.0.0.1:4566/b/a/t.json', { bucket: 'b', key: 'a/t.json' }],
])('%s', (url, object) => {
  expect(templateObject(url)).toEqual(object);
});

test.each(['', 'nonsense', 's3://b/t.json', 'file:///etc/passwd', 'https://b.s3.amazonaws.com/%'])(
  '%j is no URL of a template',
  (url) => {
    expect(() => templateObject(url)).toThrow('TemplateURL must be a supported URL.');
  },
);

test('any text names an object, or is refused in AWS’s words', () => {
  const text = fc.oneof(
    fc.string(),
    fc.webUrl({ withQueryParameters: true }),
    fc.string().map((path) => `https://${path}`),
  );
  fc.assert(
    fc.property(text, (url) => {
      try {
        expect(templateObject(url).bucket).toBeTypeOf('string');
      } catch (error) {
        expect(error).toBeInstanceOf(AwsError);
      }
    }),
  );
});

test('what S3 answers is told as CloudFormation tells it', async () => {
  const s3 = {
    getObject: async () => Promise.reject(missing()),
  };
  await expect(readTemplate(s3, 'https://b.s3.amazonaws.com/none', caller)).rejects.toMatchObject({
    code: 'ValidationError',
    message:
      'S3 error: The specified key does not exist.\nFor more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html',
  });
});

function missing(): unknown {
  try {
    return fail('NoSuchKey', 'The specified key does not exist.', 404);
  } catch (error) {
    return error;
  }
}
