import { describe, expect, test } from 'vitest';
import { isNamedBy } from './invalidation.ts';

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/invalidation-specifying-objects.html
describe('an invalidation path', () => {
  test.each([
    ['/images/image.jpg', '/images/image.jpg', ''],
    ['/images/image.jpg?parameter1=a', '/images/image.jpg', 'parameter1=a'],
    ['/images/image.jpg*', '/images/image.jpg', 'parameter1=a'],
    ['/images/image.jpg*', '/images/image.jpg', ''],
    ['/images/image.jpg?p*', '/images/image.jpg', 'parameter1=a'],
    ['/images/image*', '/images/image1.jpg', ''],
    ['/images/*', '/images/a/b.jpg', 'x=1'],
    ['/*', '/', ''],
    ['/*', '/a', 'x=1'],
  ])('%s names %s with the query string "%s"', (path, at, query) => {
    expect(isNamedBy(path, { path: at, query })).toBe(true);
  });

  test.each([
    ['/images/image.jpg', '/images/image.jpg', 'parameter1=a'],
    ['/images/image.jpg?parameter1=a', '/images/image.jpg', ''],
    ['/images/image.jpg?parameter1=a', '/images/image.jpg', 'parameter1=b'],
    ['/images/image.jpg?parameter1=a', '/images/image.jpg', 'parameter1=a&x=1'],
    ['/images/Image.jpg', '/images/image.jpg', ''],
    ['/image?', '/images', ''],
    ['/images/', '/images', ''],
    ['/images', '/images/', ''],
    ['/b*', '/a', ''],
  ])('%s does not name %s with the query string "%s"', (path, at, query) => {
    expect(isNamedBy(path, { path: at, query })).toBe(false);
  });
});
