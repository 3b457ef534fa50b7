import type { Refused } from '../../kernel/support.ts';

export const ALB_ONLY: Refused = {
  refused: 'only Application Load Balancers exist in the local engine',
};

/**
 * Protocols of the other load balancers.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
 */
export const NOT_HTTP = ['TCP', 'TLS', 'UDP', 'TCP_UDP', 'GENEVE', 'QUIC', 'TCP_QUIC'] as const;
