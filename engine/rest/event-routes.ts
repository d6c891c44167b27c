import { requireDefaultTenant, type Operations } from '../gateway/index.js';
import { defaultTenant } from '../records/values.js';
import { key } from './path-key.js';
import { checkBody } from './request-body.js';
import { RequestChecks } from './request-checks.js';
import { noContent, route, type RestRequest, type RestResponse, type Route } from './route.js';
import { messageBody, referenceBody, signalBody } from './shapes.js';

/** Messages, signals and incidents. */
export function eventRoutes(operations: Operations): readonly Route[] {
  return [
    route('POST', 'messages/publication', (request) => publish(request, operations)),
    route('POST', 'messages/correlation', (request) => correlate(request, operations)),
    route('POST', 'signals/broadcast', async (request) => {
      const body = checkBody(signalBody, await request.json());
      const { signalName, variables = {} } = body;
      if (signalName === undefined) {
        new RequestChecks().present('signalName', signalName).refuseFaults();
      }
      requireDefaultTenant('request Broadcast Signal', body.tenantId);
      const signalKey = await operations.broadcastSignal(signalName ?? '', variables);
      return { body: { tenantId: defaultTenant, signalKey: String(signalKey) } };
    }),
    route('POST', 'incidents/{incidentKey}/resolution', async (request) => {
      checkBody(referenceBody, await request.optionalJson());
      await operations.resolveIncident(key(request.params, 'incidentKey'));
      return noContent;
    }),
  ];
}

async function publish(request: RestRequest, operations: Operations): Promise<RestResponse> {
  const body = checkBody(messageBody, await request.json());
  new RequestChecks().present('name', body.name === '' ? undefined : body.name).refuseFaults();
  requireDefaultTenant('request Publish Message', body.tenantId);
  const messageKey = await operations.publishMessage({
    name: body.name ?? '',
    correlationKey: body.correlationKey ?? '',
    timeToLiveMs: body.timeToLive ?? 0,
    messageId: body.messageId ?? '',
    variables: body.variables ?? {},
  });
  return { body: { tenantId: defaultTenant, messageKey: String(messageKey) } };
}

async function correlate(request: RestRequest, operations: Operations): Promise<RestResponse> {
  const body = checkBody(messageBody, await request.json());
  const { name = '', correlationKey = '', variables = {} } = body;
  new RequestChecks().present('messageName', name).refuseFaults();
  requireDefaultTenant('request Correlate Message', body.tenantId);
  const result = await operations.execute({
    valueType: 'MESSAGE_CORRELATION',
    intent: 'CORRELATE',
    value: { name, correlationKey, variables },
  });
  // The answer to CORRELATE is a MESSAGE_CORRELATION event.
  const { processInstanceKey, messageKey } = result.value as {
    readonly processInstanceKey?: number;
    readonly messageKey?: number;
  };
  return {
    body: {
      tenantId: defaultTenant,
      messageKey: String(messageKey ?? result.key),
      processInstanceKey: String(processInstanceKey ?? -1),
    },
  };
}
