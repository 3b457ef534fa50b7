import type { CreateListenerInput } from '@aws-sdk/client-elastic-load-balancing-v2';
import { balancerConfigSchema, balancerNameSchema } from '@understudy/contract';
import { beforeEach, describe, expect, it } from 'vitest';
import { codeAndMessage } from '../../../kernel/error.fixture.ts';
import { testRequest } from '../../../kernel/kernel.fixture.ts';
import { makeNetwork, type TestNetwork } from '../../../resources/testing/network.ts';
import { regionalServices, type RegionalServices } from '../../../resources/testing/regional.ts';

const request = testRequest('us-east-1');
const CERTIFICATE = 'arn:aws:acm:us-east-1:111122223333:certificate/1';

describe('load balancers', () => {
  let services: RegionalServices;
  let network: TestNetwork;

  beforeEach(() => {
    services = regionalServices();
    network = makeNetwork(services);
    services.certificates.set(CERTIFICATE, {
      arn: CERTIFICATE,
      domainNames: ['ticketing.pw'],
      certificateChainPem: 'chain',
      privateKeyPem: 'key',
    });
  });

  function makeBalancer(overrides: object = {}): string {
    const { LoadBalancers: made } = services.elbv2.operations.CreateLoadBalancer(request, {
      Name: 'site',
      Subnets: network.subnetIds,
      SecurityGroups: [network.groupId],
      ...overrides,
    });
    return made?.[0]?.LoadBalancerArn ?? '';
  }

  function makeTargets(overrides: object = {}): string {
    const { TargetGroups: made } = services.elbv2.operations.CreateTargetGroup(request, {
      Name: 'web',
      Protocol: 'HTTP',
      Port: 80,
      VpcId: network.vpcId,
      ...overrides,
    });
    return made?.[0]?.TargetGroupArn ?? '';
  }

  function listen(overrides: object = {}): string {
    return listenWith({
      LoadBalancerArn: makeBalancer(),
      DefaultActions: [{ Type: 'forward', TargetGroupArn: makeTargets() }],
      ...overrides,
    });
  }

  function listenWith(input: Partial<CreateListenerInput>): string {
    const { Listeners: made } = services.elbv2.operations.CreateListener(request, {
      ...{ LoadBalancerArn: '', DefaultActions: [], Port: 80, Protocol: 'HTTP' },
      ...input,
    });
    return made?.[0]?.ListenerArn ?? '';
  }

  it('have names and hosted zones as AWS gives them, and a node a subnet', () => {
    const arn = makeBalancer({ Name: 'Site' });
    const { LoadBalancers: found } = services.elbv2.operations.DescribeLoadBalancers(request, {});
    expect(arn).toMatch(
      /^arn:aws:elasticloadbalancing:us-east-1:\d{12}:loadbalancer\/app\/Site\/[0-9a-f]{16}$/,
    );
    expect(found?.[0]).toMatchObject({
      CanonicalHostedZoneId: 'Z35SXDOTRQ7X7K',
      Scheme: 'internet-facing',
      State: { Code: 'active' },
    });
    expect(found?.[0]?.DNSName).toMatch(/^Site-\d+\.us-east-1\.elb\.amazonaws\.com$/);
    const [name] = services.elbv2.balancerNames();
    expect(balancerNameSchema.parse(name)).toEqual({
      dnsName: found?.[0]?.DNSName?.toLowerCase(),
      hostedZoneId: 'Z35SXDOTRQ7X7K',
      region: 'us-east-1',
      nodes: network.subnetIds.map((subnetId, index) => ({
        zone: index === 0 ? 'us-east-1a' : 'us-east-1c',
        address: services.deps.addresses.balancerNode('us-east-1', arn, subnetId),
      })),
      status: services.deps.addresses.status('us-east-1'),
    });
  });

  it('have their target groups for themselves, in default actions and in rules', () => {
    const { operations } = services.elbv2;
    const targets = makeTargets();
    const own = makeTargets({ Name: 'own' });
    const forwardTo = (arn: string): Pick<CreateListenerInput, 'DefaultActions'> => ({
      DefaultActions: [{ Type: 'forward', TargetGroupArn: arn }],
    });
    const second = makeBalancer({ Name: 'second' });
    const rule = {
      Priority: 1,
      Conditions: [{ Field: 'path-pattern', Values: ['/a'] }],
      Actions: [{ Type: 'forward' as const, TargetGroupArn: targets }],
    };
    const first = listenWith({
      LoadBalancerArn: makeBalancer(),
      ...forwardTo(targets),
      Port: 8080,
    });
    const ofSecond = listenWith({ LoadBalancerArn: second, ...forwardTo(own), Port: 8080 });
    const tries = [
      () => listenWith({ LoadBalancerArn: second, ...forwardTo(targets), Port: 8081 }),
      () => operations.CreateRule(request, { ListenerArn: ofSecond, ...rule }),
      () => operations.ModifyListener(request, { ListenerArn: ofSecond, ...forwardTo(targets) }),
    ];
    for (const attempt of tries)
      expect(codeAndMessage(attempt)).toEqual({
        code: 'TargetGroupAssociationLimit',
        message: `The following target groups cannot be associated with more than one load balancer: ${targets}`,
      });
    operations.CreateRule(request, { ListenerArn: first, ...rule });
    operations.ModifyListener(request, { ListenerArn: first, ...forwardTo(targets) });
  });

  it('are made once, with their target groups, by calls that say the same', () => {
    const tags = [{ Key: 'team', Value: 'web' }];
    const balancer = makeBalancer({ Tags: tags });
    const targets = makeTargets({ HealthCheckPath: '/up', Tags: tags });
    expect(makeBalancer({ Tags: tags, Subnets: network.subnetIds.toReversed() })).toBe(balancer);
    expect(makeBalancer()).toBe(balancer);
    expect(makeTargets({ HealthCheckPath: '/up', Tags: tags })).toBe(targets);
    const others = [{ Scheme: 'internal' }, { SecurityGroups: [] }, { Tags: [] }];
    for (const other of others)
      expect(codeAndMessage(() => makeBalancer(other))).toEqual({
        code: 'DuplicateLoadBalancerName',
        message: "A load balancer with the same name 'site' exists, but with different settings",
      });
    for (const other of [{}, { HealthCheckPath: '/up', Port: 81 }])
      expect(codeAndMessage(() => makeTargets(other))).toEqual({
        code: 'DuplicateTargetGroupName',
        message: "A target group with the same name 'web' exists, but with different settings",
      });
    expect(services.elbv2.balancerNames()).toHaveLength(1);
  });

  it('are called internal- when they are', () => {
    makeBalancer({ Scheme: 'internal' });
    expect(services.elbv2.balancerNames()[0]?.dnsName).toMatch(/^internal-site-/);
  });

  it('need two subnets in two zones', () => {
    expect(codeAndMessage(() => makeBalancer({ Subnets: network.subnetIds.slice(0, 1) }))).toEqual({
      code: 'ValidationError',
      message: 'At least two subnets in two different Availability Zones must be specified',
    });
    const { Subnet: twin } = services.ec2.operations.CreateSubnet(request, {
      VpcId: network.vpcId,
      CidrBlock: '10.0.9.0/24',
      AvailabilityZone: 'us-east-1a',
    });
    const both = [...network.subnetIds, twin?.SubnetId ?? ''];
    expect(codeAndMessage(() => makeBalancer({ Subnets: both })).message).toBe(
      'A load balancer cannot be attached to multiple subnets in the same Availability Zone',
    );
  });

  it('are accepted in subnets without a route to the internet, where nobody reaches them', () => {
    const { RouteTables: tables } = services.ec2.operations.DescribeRouteTables(request, {});
    services.ec2.operations.DeleteRoute(request, {
      RouteTableId: tables?.[0]?.RouteTableId,
      DestinationCidrBlock: '0.0.0.0/0',
    });
    expect(makeBalancer()).toContain(':loadbalancer/');
    const { subnets } = services.ec2.networkConfig('us-east-1');
    expect(subnets.map((subnet) => subnet.hasInternetRoute)).toEqual([false, false]);
  });

  it('are refused when they face an internet that the VPC has no gateway to', () => {
    const { InternetGateways: found } = services.ec2.operations.DescribeInternetGateways(
      request,
      {},
    );
    services.ec2.operations.DetachInternetGateway(request, {
      InternetGatewayId: found?.[0]?.InternetGatewayId,
      VpcId: network.vpcId,
    });
    expect(codeAndMessage(() => makeBalancer())).toEqual({
      code: 'InvalidSubnet',
      message: `VPC ${network.vpcId} has no internet gateway`,
    });
  });

  it('refuse a security group of another VPC', () => {
    const { Vpc: other } = services.ec2.operations.CreateVpc(request, { CidrBlock: '10.1.0.0/16' });
    const foreign = services.ec2.defaultSecurityGroup('us-east-1', other?.VpcId ?? '');
    expect(
      codeAndMessage(() => makeBalancer({ SecurityGroups: [foreign?.groupId ?? ''] })).code,
    ).toBe('InvalidConfigurationRequest');
  });

  it.each([
    ['a'.repeat(33), "cannot be longer than '32' characters"],
    ['-a', "cannot begin or end with '-'"],
    ['a_b', 'alphanumeric characters and hyphens'],
    ['internal-a', "cannot begin with 'internal-'"],
  ])('refuse the name %s', (name, reason) => {
    const { code, message } = codeAndMessage(() => makeBalancer({ Name: name }));
    expect(code).toBe('ValidationError');
    expect(message).toContain(reason);
  });

  it('give the data plane their attributes, with AWS defaults', () => {
    const arn = makeBalancer();
    const projected = (): unknown =>
      services.elbv2.balancerConfig('us-east-1').loadBalancers[0]?.attributes;
    expect(projected()).toEqual({
      idleTimeoutSeconds: 60,
      clientKeepAliveSeconds: 3_600,
      xffHeaderProcessing: 'append',
      xffClientPort: false,
      preserveHostHeader: false,
      dropInvalidHeaderFields: false,
      desyncMitigationMode: 'defensive',
      http2: true,
    });
    const modify = (Key: string, Value: string): unknown =>
      services.elbv2.operations.ModifyLoadBalancerAttributes(request, {
        LoadBalancerArn: arn,
        Attributes: [{ Key, Value }],
      });
    modify('idle_timeout.timeout_seconds', '10');
    expect(projected()).toMatchObject({ idleTimeoutSeconds: 10 });
    modify('routing.http.xff_client_port.enabled', 'true');
    expect(projected()).toMatchObject({ xffClientPort: true });
    expect(codeAndMessage(() => modify('routing.http.xff_client_port.enabled', 'yes')).code).toBe(
      'InvalidConfigurationRequest',
    );
    expect(codeAndMessage(() => modify('idle_timeout.timeout_seconds', '4001')).code).toBe(
      'InvalidConfigurationRequest',
    );
    expect(codeAndMessage(() => modify('nonsense', '1')).message).toContain('is not recognized');
    modify('access_logs.s3.enabled', 'true');
    expect(codeAndMessage(() => modify('connection_logs.s3.enabled', 'true')).message).toContain(
      'this engine does not do it',
    );
  });

  it('take an HTTPS certificate of their own region only', () => {
    const elsewhere = CERTIFICATE.replace('us-east-1', 'ap-northeast-2');
    services.certificates.set(elsewhere, {
      arn: elsewhere,
      domainNames: [],
      certificateChainPem: '',
      privateKeyPem: '',
    });
    const https = { Port: 443, Protocol: 'HTTPS' };
    const withCertificate = (arn: string) => () =>
      listen({ ...https, Certificates: [{ CertificateArn: arn }] });
    expect(codeAndMessage(withCertificate(elsewhere))).toEqual({
      code: 'CertificateNotFound',
      message: `Certificate '${elsewhere}' not found`,
    });
    services = regionalServices();
    network = makeNetwork(services);
    expect(codeAndMessage(() => listen(https)).message).toBe(
      'A certificate must be specified for HTTPS listeners',
    );
  });

  it('give the data plane a document that it accepts', () => {
    const listenerArn = listen({
      Port: 443,
      Protocol: 'HTTPS',
      Certificates: [{ CertificateArn: CERTIFICATE }],
    });
    services.elbv2.operations.CreateRule(request, {
      ListenerArn: listenerArn,
      Priority: 20,
      Conditions: [{ Field: 'host-header', HostHeaderConfig: { Values: ['*.ticketing.pw'] } }],
      Actions: [
        { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404', MessageBody: 'no' } },
      ],
    });
    services.elbv2.operations.CreateRule(request, {
      ListenerArn: listenerArn,
      Priority: 10,
      Conditions: [{ Field: 'path-pattern', Values: ['/old/*'] }],
      Actions: [{ Type: 'redirect', RedirectConfig: { Path: '/new', StatusCode: 'HTTP_302' } }],
    });
    const config = services.elbv2.balancerConfig('us-east-1');
    expect(balancerConfigSchema.parse(config)).toEqual(config);
    const [listener] = config.loadBalancers[0]?.listeners ?? [];
    expect(listener?.certificates.map((each) => each.arn)).toEqual([CERTIFICATE]);
    expect(listener?.rules.map((rule) => rule.priority)).toEqual([10, 20]);
    expect(listener?.rules[0]?.action).toEqual({
      type: 'redirect',
      protocol: '#{protocol}',
      host: '#{host}',
      port: '#{port}',
      path: '/new',
      query: '#{query}',
      statusCode: 302,
    });
  });

  it('listen on a port once, and hold a priority once', () => {
    const listenerArn = listen();
    const { Listeners: found } = services.elbv2.operations.DescribeListeners(request, {
      ListenerArns: [listenerArn],
    });
    const { LoadBalancerArn, DefaultActions } = found?.[0] ?? {};
    const input = { LoadBalancerArn, DefaultActions: DefaultActions ?? [] };
    expect(listenWith(input)).toBe(listenerArn);
    const fixed = { Type: 'fixed-response' as const, FixedResponseConfig: { StatusCode: '200' } };
    expect(codeAndMessage(() => listenWith({ ...input, DefaultActions: [fixed] }))).toEqual({
      code: 'DuplicateListener',
      message: `A listener already exists on this port for this load balancer '${LoadBalancerArn}'`,
    });
    const other = listenWith({ ...input, Port: 81 });
    const moved = (): unknown =>
      services.elbv2.operations.ModifyListener(request, { ListenerArn: other, Port: 80 });
    expect(codeAndMessage(moved)).toEqual({
      code: 'ValidationError',
      message: "Listener port '80' is already in use",
    });
    const rule = (): unknown =>
      services.elbv2.operations.CreateRule(request, {
        ListenerArn: listenerArn,
        Priority: 1,
        Conditions: [{ Field: 'path-pattern', Values: ['/a'] }],
        Actions: found?.[0]?.DefaultActions,
      });
    rule();
    expect(codeAndMessage(rule)).toEqual({
      code: 'PriorityInUse',
      message: "Priority '1' is currently in use",
    });
  });

  it('are listed no more than 400 at a time', () => {
    const list = (PageSize: number) => (): unknown =>
      services.elbv2.operations.DescribeLoadBalancers(request, { PageSize });
    expect(codeAndMessage(list(500)).message).toBe(
      "1 validation error detected: Value '500' at 'pageSize' failed to satisfy constraint: Member must have value less than or equal to 400",
    );
    expect(list(400)()).toEqual({ LoadBalancers: [], NextMarker: undefined });
  });

  it('answer with one of five content types', () => {
    const FixedResponseConfig = { StatusCode: '200', ContentType: 'Fake content type' };
    const fixed = { Type: 'fixed-response', FixedResponseConfig };
    expect(codeAndMessage(() => listen({ DefaultActions: [fixed] }))).toEqual({
      code: 'InvalidLoadBalancerAction',
      message:
        "The ContentType must be one of:'text/html', 'application/json', 'application/javascript', 'text/css', 'text/plain'",
    });
  });

  it('refuse a redirect that loops and an action that is not carried out here', () => {
    const withAction = (action: object) => () => listen({ DefaultActions: [action] });
    const loop = { Type: 'redirect', RedirectConfig: { StatusCode: 'HTTP_301' } };
    expect(codeAndMessage(withAction(loop)).code).toBe('InvalidLoadBalancerAction');
    services = regionalServices();
    network = makeNetwork(services);
    expect(codeAndMessage(withAction({ Type: 'authenticate-oidc' })).code).toBe(
      'UnsupportedFeature',
    );
  });

  it('keep their target groups, subnets and security groups from being deleted', () => {
    const listenerArn = listen();
    const { operations } = services.elbv2;
    const { TargetGroups: groups } = operations.DescribeTargetGroups(request, {});
    const targetGroupArn = groups?.[0]?.TargetGroupArn;
    const remove = (): unknown =>
      operations.DeleteTargetGroup(request, { TargetGroupArn: targetGroupArn });
    expect(codeAndMessage(remove)).toEqual({
      code: 'ResourceInUse',
      message: `Target group '${targetGroupArn}' is currently in use by a listener or a rule`,
    });
    expect(
      codeAndMessage(() =>
        services.ec2.operations.DeleteSecurityGroup(request, { GroupId: network.groupId }),
      ).code,
    ).toBe('DependencyViolation');
    operations.DeleteListener(request, { ListenerArn: listenerArn });
    remove();
    expect(services.elbv2.balancerConfig('us-east-1').targetGroups).toEqual([]);
  });

  it('are not deleted while they are protected, and delete twice without complaint', () => {
    const arn = makeBalancer();
    const protect = (value: string): unknown =>
      services.elbv2.operations.ModifyLoadBalancerAttributes(request, {
        LoadBalancerArn: arn,
        Attributes: [{ Key: 'deletion_protection.enabled', Value: value }],
      });
    const remove = (): unknown =>
      services.elbv2.operations.DeleteLoadBalancer(request, { LoadBalancerArn: arn });
    protect('true');
    expect(codeAndMessage(remove).code).toBe('OperationNotPermitted');
    protect('false');
    remove();
    remove();
    expect(services.elbv2.balancerNames()).toEqual([]);
  });

  it('check targets by AWS defaults, and refuse settings outside its bounds', () => {
    makeTargets();
    const { targetGroups } = services.elbv2.balancerConfig('us-east-1');
    expect(targetGroups[0]?.healthCheck).toEqual({
      enabled: true,
      protocol: 'HTTP',
      port: 'traffic-port',
      path: '/',
      intervalSeconds: 30,
      timeoutSeconds: 5,
      healthyThreshold: 5,
      unhealthyThreshold: 2,
      matcher: '200',
    });
    const refused = (overrides: object): string =>
      codeAndMessage(() => makeTargets({ Name: 'other', ...overrides })).message;
    expect(refused({ HealthCheckIntervalSeconds: 4 })).toBe(
      "Health check interval '4' must be between 5 and 300",
    );
    expect(refused({ HealthCheckIntervalSeconds: 10, HealthCheckTimeoutSeconds: 10 })).toBe(
      'Health check timeout must be smaller than the interval',
    );
    expect(refused({ HealthCheckPath: 'healthz' })).toContain("must begin with a '/'");
    expect(refused({ Matcher: { HttpCode: '99' } })).toContain('matcher');
    expect(refused({ TargetType: 'lambda' })).toContain('not supported here');
  });

  it('register instances by hand, and tell their health', async () => {
    const targetGroupArn = makeTargets();
    const { operations } = services.elbv2;
    services.fleet.instances = () => [
      {
        instanceId: 'i-1',
        groupName: '',
        imageId: '',
        instanceType: '',
        launchTemplateId: '',
        launchTemplateVersion: 1,
        subnetId: network.subnetIds[0] ?? '',
        zone: 'us-east-1a',
        privateIp: '10.0.0.9',
        loopbackAddress: '127.99.1.1',
        securityGroupIds: [],
        lifecycleState: 'InService',
        healthStatus: 'Healthy',
        processId: 1,
        launchedMs: 0,
        tags: [],
      },
    ];
    const register = (id: string): Promise<unknown> =>
      operations.RegisterTargets(request, {
        TargetGroupArn: targetGroupArn,
        Targets: [{ Id: id }],
      });
    await register('i-1');
    await expect(register('i-2')).rejects.toMatchObject({ code: 'InvalidTarget' });
    expect(services.elbv2.balancerConfig('us-east-1').targetGroups[0]?.targets).toEqual([
      { instanceId: 'i-1', port: 80 },
    ]);
    const health = await operations.DescribeTargetHealth(request, {
      TargetGroupArn: targetGroupArn,
      Targets: [{ Id: 'i-1' }, { Id: 'i-9' }],
    });
    expect(health.TargetHealthDescriptions?.map((each) => each.TargetHealth?.State)).toEqual([
      'healthy',
      'unused',
    ]);
  });
});
