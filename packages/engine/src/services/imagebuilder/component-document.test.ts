import { describe, expect, it } from 'vitest';
import { codeAndMessage } from '../../kernel/error.fixture.ts';
import { checkComponentData, planComponent } from './component-document.ts';

const YAML = `
name: web
schemaVersion: 1.0
parameters:
  - Key:
      type: string
      default: web.zip
phases:
  - name: build
    steps:
      - name: Install
        action: ExecuteBash
        inputs: { commands: [dnf install -y nodejs] }
      - name: Download
        action: S3Download
        inputs:
          - source: s3://assets-1/{{ Key }}
            destination: /opt/web.zip
  - name: test
    steps:
      - name: Try
        action: ExecuteBash
        inputs: { commands: [node --version] }
`;

describe('a component document', () => {
  it('tells what it downloads, and which of its steps have no effect here', () => {
    expect(planComponent(YAML, {})).toEqual({
      downloads: [{ bucket: 'assets-1', key: 'web.zip' }],
      builds: [],
      skippedSteps: ['build: Install (ExecuteBash)', 'test: Try (ExecuteBash)'],
    });
  });

  it('has the step UnderstudyBuild run, as one script and for a bounded time', () => {
    const steps = (timeoutSeconds: string): string =>
      YAML.replace('name: Install', `name: UnderstudyBuild${timeoutSeconds}`).replace(
        '[dnf install -y nodejs]',
        '[set -e, "touch {{ Key }}"]',
      );
    expect(planComponent(steps(''), {})).toMatchObject({
      builds: [{ name: 'UnderstudyBuild', script: 'set -e\ntouch web.zip', timeoutSeconds: 1_800 }],
      skippedSteps: ['test: Try (ExecuteBash)'],
    });
    const [build] = planComponent(steps('\n        timeoutSeconds: 60'), {}).builds;
    expect(build?.timeoutSeconds).toBe(60);
  });

  it('takes a recipe’s parameters before its own defaults', () => {
    expect(planComponent(YAML, { Key: 'other.zip' }).downloads).toEqual([
      { bucket: 'assets-1', key: 'other.zip' },
    ]);
  });

  it.each(['constructor', 'toString', '__proto__'])('has no parameter %s by itself', (name) => {
    const data = YAML.replace('{{ Key }}', `{{ ${name} }}`);
    expect(codeAndMessage(() => planComponent(data, {})).message).toContain(
      `the expression {{ ${name} }} is not a parameter of the component`,
    );
  });

  it('may be written as JSON', () => {
    const phases = [{ name: 'build', steps: [] }];
    expect(() =>
      checkComponentData(JSON.stringify({ schemaVersion: '1.0', phases })),
    ).not.toThrow();
  });

  it.each([
    ['a: [', 'not a valid component document'],
    ['schemaVersion: 2.0', 'schemaVersion'],
    ['schemaVersion: 1.0\nphases: []', 'phases'],
    ['schemaVersion: 1.0\nphases: [{ name: deploy, steps: [] }]', 'phases.0.name'],
    ['schemaVersion: 1.0\nphases: &a [{ name: build, steps: [] }]\nmore: *a', 'alias'],
  ])('is refused when it is %j', (data, reason) => {
    const { code, message } = codeAndMessage(() => checkComponentData(data));
    expect(code).toBe('InvalidParameterValueException');
    expect(message.toLowerCase()).toContain(reason.toLowerCase());
  });

  it.each(['s3://assets/web/*', 's3://assets/web/', 'https://example.com/web.zip', '{{ Nobody }}'])(
    'cannot download %s',
    (source) => {
      const step = { name: 'Get', action: 'S3Download', inputs: [{ source, destination: '/a' }] };
      const data = JSON.stringify({
        schemaVersion: '1.0',
        phases: [{ name: 'build', steps: [step] }],
      });
      expect(codeAndMessage(() => planComponent(data, {})).code).toBe(
        'InvalidParameterValueException',
      );
    },
  );
});
