import {
  ElasticLoadBalancingV2Client,
  ModifyLoadBalancerAttributesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { readOutputs } from '../stack-outputs.ts';

/**
 * Of the stack's load balancer: "If deletion protection is enabled, you can't delete the load
 * balancer", and CloudFormation can neither. Whoever is asked and says yes means it.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteLoadBalancer.html
 */
export async function liftProtection(stack: { name: string; region: string }): Promise<void> {
  const outputs = await readOutputs([stack]);
  const arn = outputs[stack.name]?.['LoadBalancerArn'];
  if (arn === undefined) return;
  const client = new ElasticLoadBalancingV2Client({ region: stack.region });
  try {
    await client.send(
      new ModifyLoadBalancerAttributesCommand({
        LoadBalancerArn: arn,
        Attributes: [{ Key: 'deletion_protection.enabled', Value: 'false' }],
      }),
    );
  } finally {
    client.destroy();
  }
}
