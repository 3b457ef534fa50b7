import type {
  AssociateRouteTableRequest,
  AssociateRouteTableResult,
  CreateRouteTableRequest,
  CreateRouteTableResult,
  DeleteRouteTableRequest,
  DescribeRouteTablesRequest,
  DescribeRouteTablesResult,
  DisassociateRouteTableRequest,
  ReplaceRouteTableAssociationRequest,
  ReplaceRouteTableAssociationResult,
  Route,
  RouteTable,
} from '@aws-sdk/client-ec2';
import { refuseOthers } from '../../kernel/refuse-others.ts';
import type { RequestContext } from '../../kernel/service.ts';
import { type Ec2Store, fail, required } from './ec2-store.ts';
import type { RouteRecord, RouteTableRecord } from './records.ts';
import { tagsFor } from './resource-tags.ts';
import { named, page, select } from './selection.ts';

export class RouteTableOperations {
  readonly #store: Ec2Store;

  constructor(store: Ec2Store) {
    this.#store = store;
  }

  readonly CreateRouteTable = (
    context: RequestContext,
    input: CreateRouteTableRequest,
  ): CreateRouteTableResult => {
    refuseOthers('CreateRouteTable', input, ['VpcId', 'TagSpecifications', 'ClientToken']);
    const { region } = context;
    const vpc = this.#store.vpc(region, required(input.VpcId, 'vpcId'));
    const table: RouteTableRecord = {
      routeTableId: this.#store.newId('rtb'),
      vpcId: vpc.vpcId,
      routes: [{ destination: vpc.cidr, target: { kind: 'local' }, origin: 'CreateRouteTable' }],
      associations: [],
    };
    const tags = tagsFor('route-table', input.TagSpecifications);
    this.#store.tags.add(region, table.routeTableId, 'route-table', tags);
    this.#store.routeTables.put(region, table.routeTableId, table);
    this.#store.changed();
    return { RouteTable: this.#describe(context, table) };
  };

  readonly DescribeRouteTables = (
    context: RequestContext,
    input: DescribeRouteTablesRequest,
  ): DescribeRouteTablesResult => {
    const { region } = context;
    const all = this.#store.routeTables.list(region);
    const records = named(all, input.RouteTableIds, (id) => this.#store.routeTable(region, id));
    const described = records.map((record) => {
      const item = this.#describe(context, record);
      return { item, fields: filterFields(context, record), tags: item.Tags ?? [] };
    });
    const { items, nextToken } = page(select(described, input.Filters), input);
    return { RouteTables: items, NextToken: nextToken };
  };

  readonly DeleteRouteTable = (context: RequestContext, input: DeleteRouteTableRequest): void => {
    const { region } = context;
    const table = this.#store.routeTable(region, required(input.RouteTableId, 'routeTableId'));
    if (table.associations.length > 0)
      fail(
        'DependencyViolation',
        `The routeTable '${table.routeTableId}' has dependencies and cannot be deleted.`,
      );
    this.#store.routeTables.delete(region, table.routeTableId);
    this.#store.tags.forget(region, table.routeTableId);
    this.#store.changed();
  };

  readonly AssociateRouteTable = (
    context: RequestContext,
    input: AssociateRouteTableRequest,
  ): AssociateRouteTableResult => {
    refuseOthers('AssociateRouteTable', input, ['RouteTableId', 'SubnetId']);
    const { region } = context;
    const table = this.#store.routeTable(region, required(input.RouteTableId, 'routeTableId'));
    const subnet = this.#store.subnet(region, required(input.SubnetId, 'subnetId'));
    if (table.vpcId !== subnet.vpcId)
      fail(
        'InvalidParameterValue',
        `route table ${table.routeTableId} and subnet ${subnet.subnetId} belong to different networks`,
      );
    const holder = this.#explicitTable(region, subnet.subnetId);
    if (holder !== undefined)
      fail(
        'Resource.AlreadyAssociated',
        `the specified association for route table ${table.routeTableId} conflicts with an existing association`,
      );
    const associationId = this.#store.newId('rtbassoc');
    table.associations.push({ associationId, main: false, subnetId: subnet.subnetId });
    this.#store.routeTables.put(region, table.routeTableId, table);
    this.#store.changed();
    return { AssociationId: associationId, AssociationState: { State: 'associated' } };
  };

  readonly DisassociateRouteTable = (
    context: RequestContext,
    input: DisassociateRouteTableRequest,
  ): void => {
    const associationId = required(input.AssociationId, 'associationId');
    this.#takeAssociation(context.region, associationId);
    this.#store.changed();
  };

  readonly ReplaceRouteTableAssociation = (
    context: RequestContext,
    input: ReplaceRouteTableAssociationRequest,
  ): ReplaceRouteTableAssociationResult => {
    const { region } = context;
    const target = required(input.RouteTableId, 'routeTableId');
    this.#store.routeTable(region, target);
    const moved = this.#takeAssociation(region, required(input.AssociationId, 'associationId'));
    const table = this.#store.routeTable(region, target);
    const associationId = this.#store.newId('rtbassoc');
    table.associations.push({ ...moved, associationId });
    this.#store.routeTables.put(region, table.routeTableId, table);
    this.#store.changed();
    return { NewAssociationId: associationId, AssociationState: { State: 'associated' } };
  };

  #explicitTable(region: string, subnetId: string): RouteTableRecord | undefined {
    return this.#store.routeTables
      .list(region)
      .find((table) => table.associations.some((held) => held.subnetId === subnetId));
  }

  #takeAssociation(
    region: string,
    associationId: string,
  ): RouteTableRecord['associations'][number] {
    for (const table of this.#store.routeTables.list(region)) {
      const held = table.associations.find((entry) => entry.associationId === associationId);
      if (held === undefined) continue;
      const associations = table.associations.filter((entry) => entry !== held);
      this.#store.routeTables.put(region, table.routeTableId, { ...table, associations });
      return held;
    }
    return fail(
      'InvalidAssociationID.NotFound',
      `The association ID '${associationId}' does not exist`,
    );
  }

  #describe(context: RequestContext, record: RouteTableRecord): RouteTable {
    return {
      RouteTableId: record.routeTableId,
      VpcId: record.vpcId,
      OwnerId: context.account,
      Routes: record.routes.map((route) => this.#describeRoute(context.region, record, route)),
      Associations: record.associations.map((held) => ({
        RouteTableAssociationId: held.associationId,
        RouteTableId: record.routeTableId,
        SubnetId: held.subnetId,
        Main: held.main,
        AssociationState: { State: 'associated' },
      })),
      PropagatingVgws: [],
      Tags: this.#store.tags.of(context.region, record.routeTableId),
    };
  }

  #describeRoute(region: string, table: RouteTableRecord, route: RouteRecord): Route {
    const base = { DestinationCidrBlock: route.destination, Origin: route.origin };
    switch (route.target.kind) {
      case 'local':
        return { ...base, GatewayId: 'local', State: 'active' };
      case 'internet-gateway': {
        const gateway = this.#store.internetGateways.get(region, route.target.id);
        const active = gateway?.vpcId === table.vpcId;
        return { ...base, GatewayId: route.target.id, State: active ? 'active' : 'blackhole' };
      }
      case 'nat': {
        const active = this.#store.natGateways.get(region, route.target.id) !== undefined;
        return { ...base, NatGatewayId: route.target.id, State: active ? 'active' : 'blackhole' };
      }
    }
  }
}

function filterFields(
  context: RequestContext,
  record: RouteTableRecord,
): Record<string, string | string[]> {
  return {
    'route-table-id': record.routeTableId,
    'vpc-id': record.vpcId,
    'owner-id': context.account,
    'association.main': String(record.associations.some(({ main }) => main)),
    'association.subnet-id': record.associations.flatMap(({ subnetId }) => subnetId ?? []),
    'association.route-table-association-id': record.associations.map(
      ({ associationId }) => associationId,
    ),
    'route.destination-cidr-block': record.routes.map(({ destination }) => destination),
  };
}
