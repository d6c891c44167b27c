import type { Places, Setting } from './part.js';

/** User, and password, of Operate. */
const USER = 'demo';

/**
 * What Camunda is told, by the names of the one container of 8.8 and of the distribution of 8.6. The 8.6
 * login is demo / demo unless configured; 8.8 is told so.
 */
export function camundaSettings(places: Places): readonly Setting[] {
  const search = `http://${places.at('opensearch', 'search')}`;
  const basic = 'CAMUNDA_SECURITY';
  return [
    {
      value: 'opensearch',
      container: ['CAMUNDA_DATA_SECONDARYSTORAGE_TYPE'],
      local: ['CAMUNDA_DATABASE_TYPE', 'CAMUNDA_OPERATE_DATABASE'],
    },
    {
      value: search,
      container: ['CAMUNDA_DATA_SECONDARYSTORAGE_OPENSEARCH_URL'],
      local: [
        'CAMUNDA_DATABASE_URL',
        'CAMUNDA_OPERATE_OPENSEARCH_URL',
        'CAMUNDA_OPERATE_ZEEBEOPENSEARCH_URL',
        'ZEEBE_BROKER_EXPORTERS_OPENSEARCH_ARGS_URL',
      ],
    },
    // 8.8 has an exporter of its own; 8.6 exports for Operate, which imports.
    {
      value: 'io.camunda.zeebe.exporter.opensearch.OpensearchExporter',
      container: [],
      local: ['ZEEBE_BROKER_EXPORTERS_OPENSEARCH_CLASSNAME'],
    },
    {
      value: '1',
      container: [],
      local: ['ZEEBE_BROKER_EXPORTERS_OPENSEARCH_ARGS_BULK_DELAY'],
    },
    {
      value: places.at('camunda', 'grpc'),
      container: [],
      local: ['CAMUNDA_OPERATE_ZEEBE_GATEWAYADDRESS'],
    },
    { value: 'broker,operate,auth', container: [], local: ['SPRING_PROFILES_ACTIVE'] },
    { value: 'false', container: [], local: ['CAMUNDA_OPERATE_CSRFPREVENTIONENABLED'] },
    { value: 'basic', container: [`${basic}_AUTHENTICATION_METHOD`], local: [] },
    { value: 'true', container: [`${basic}_AUTHENTICATION_UNPROTECTEDAPI`], local: [] },
    { value: 'false', container: [`${basic}_AUTHORIZATIONS_ENABLED`], local: [] },
    { value: USER, container: [`${basic}_INITIALIZATION_USERS_0_USERNAME`], local: [] },
    { value: USER, container: [`${basic}_INITIALIZATION_USERS_0_PASSWORD`], local: [] },
    { value: 'Demo', container: [`${basic}_INITIALIZATION_USERS_0_NAME`], local: [] },
    {
      value: 'demo@example.com',
      container: [`${basic}_INITIALIZATION_USERS_0_EMAIL`],
      local: [],
    },
    {
      value: USER,
      container: [`${basic}_INITIALIZATION_DEFAULTROLES_ADMIN_USERS_0`],
      local: [],
    },
    { value: '-Xmx1200m -XX:+UseSerialGC', container: ['JAVA_TOOL_OPTIONS'], local: [] },
    {
      // Compiled once, it starts in half the time.
      value: places.given('JAVA_OPTS', '-Xmx1200m -XX:+UseSerialGC -XX:TieredStopAtLevel=1'),
      container: [],
      local: ['JAVA_OPTS'],
    },
  ];
}
