import { describe, expect, test } from 'vitest';
import { Harness } from './testing/harness.ts';
import { network, subnet } from './testing/templates.ts';

describe('values between stacks', () => {
  const exporter = {
    ...network,
    Outputs: { Id: { Value: { Ref: 'Vpc' }, Export: { Name: 'net-id' } } },
  };
  const importer = {
    Resources: { Subnet: subnet({ VpcId: { 'Fn::ImportValue': 'net-id' } }) },
  };

  test('are imported by export name, which then cannot go', async () => {
    const harness = new Harness();
    await harness.create('one', exporter);
    await harness.create('two', importer);
    expect(harness.world.calls.at(-1)?.properties['VpcId']).toBe('Vpc-1');
    const failed = await harness.delete('one');
    expect(failed.StackStatusReason).toBe('Export net-id cannot be deleted as it is in use by two');
    expect(await harness.call('ListImports', { ExportName: 'net-id' })).toEqual({
      Imports: ['two'],
    });
  });

  test('cannot be exported twice under a name', async () => {
    const harness = new Harness();
    await harness.create('one', exporter);
    const stack = await harness.create('two', exporter);
    expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE');
    const reasons = (await harness.events('two')).map((event) => event.ResourceStatusReason ?? '');
    expect(
      reasons.some((r) => r.startsWith('Export with name net-id is already exported by stack one')),
    ).toBe(true);
  });

  test('fails on an export that does not exist', async () => {
    const harness = new Harness();
    await harness.create('two', importer);
    const reasons = (await harness.events('two')).map((event) => event.ResourceStatusReason);
    expect(reasons).toContain('No export named net-id found.');
  });

  test('are read from a stack of another region by Fn::GetStackOutput', async () => {
    const harness = new Harness();
    await harness.call(
      'CreateStack',
      { StackName: 'far', TemplateBody: JSON.stringify(exporter) },
      'ap-northeast-2',
    );
    await harness.finished('far', 'ap-northeast-2');
    const get = { StackName: 'far', Region: 'ap-northeast-2', OutputName: 'Id' };
    const reader = (argument: object): object => ({
      Resources: { Subnet: subnet({ VpcId: { 'Fn::GetStackOutput': argument } }) },
    });
    await harness.create('near', reader(get));
    expect(harness.world.calls.at(-1)?.properties['VpcId']).toBe('Vpc-1');
    const stack = await harness.create('lost', reader({ ...get, OutputName: 'Nope' }));
    expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE');
    const reasons = (await harness.events('lost')).map((event) => event.ResourceStatusReason);
    expect(reasons).toContain(
      'Fn::GetStackOutput cannot find output Nope of stack far in region ap-northeast-2',
    );
  });
});
