import { processXml } from '../gateway/models.js';

const flow = (id: string, from: string, to: string): string =>
  `<bpmn:sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}" />`;

/**
 * start -> `Charge` (job `charge`, with an input of its own) -> `Await` (message `paid` by `=orderId`;
 * timer `Late` after an hour -> `TooLate`) -> `Done`.
 */
export const orderModel = {
  name: 'order.bpmn',
  content: processXml(
    'order',
    `<bpmn:startEvent id="Ordered" name="Order received" />
    <bpmn:serviceTask id="Charge" name="Charge card"><bpmn:extensionElements>
      <zeebe:taskDefinition type="charge" retries="1" />
      <zeebe:ioMapping><zeebe:input source="=price * 2" target="amount" />
        <zeebe:output source="=receipt" target="receipt" /></zeebe:ioMapping>
    </bpmn:extensionElements></bpmn:serviceTask>
    <bpmn:receiveTask id="Await" name="Await&#10;payment" messageRef="msg" />
    <bpmn:boundaryEvent id="Late" name="An hour" attachedToRef="Await"><bpmn:outgoing>f4</bpmn:outgoing>
      <bpmn:timerEventDefinition id="def"><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition>
    </bpmn:boundaryEvent>
    <bpmn:endEvent id="Done" /><bpmn:endEvent id="TooLate" />
    ${flow('f1', 'Ordered', 'Charge')}${flow('f2', 'Charge', 'Await')}
    ${flow('f3', 'Await', 'Done')}${flow('f4', 'Late', 'TooLate')}`,
    `<bpmn:message id="msg" name="paid"><bpmn:extensionElements>
      <zeebe:subscription correlationKey="=orderId" /></bpmn:extensionElements></bpmn:message>`,
  ),
};

/** start -> call activity `Call` of `order` -> end. */
export const callerModel = {
  name: 'caller.bpmn',
  content: processXml(
    'caller',
    `<bpmn:startEvent id="s" /><bpmn:callActivity id="Call"><bpmn:extensionElements>
      <zeebe:calledElement processId="order" /></bpmn:extensionElements></bpmn:callActivity>
    <bpmn:endEvent id="e" />${flow('c1', 's', 'Call')}${flow('c2', 'Call', 'e')}`,
  ),
};

/** start -> native user task `Approve` and user task `Sign` that is a job, at once -> ends. */
export const approvalModel = {
  name: 'approval.bpmn',
  content: processXml(
    'approval',
    `<bpmn:startEvent id="s" /><bpmn:userTask id="Approve"><bpmn:extensionElements><zeebe:userTask />
      <zeebe:assignmentDefinition candidateGroups="=[&quot;boss&quot;, &quot;owner&quot;]" />
    </bpmn:extensionElements></bpmn:userTask>
    <bpmn:userTask id="Sign"><bpmn:extensionElements>
      <zeebe:assignmentDefinition assignee="ada" candidateUsers="bob, eve" /></bpmn:extensionElements></bpmn:userTask>
    <bpmn:endEvent id="e" /><bpmn:endEvent id="e2" />
    ${flow('u1', 's', 'Approve')}${flow('u2', 's', 'Sign')}${flow('u3', 'Approve', 'e')}${flow('u4', 'Sign', 'e2')}`,
  ),
};

/** start -> timer of an hour -> job `tick` -> back to the timer: runs on and on. */
export const tickingModel = {
  name: 'ticking.bpmn',
  content: processXml(
    'ticking',
    `<bpmn:startEvent id="s" /><bpmn:exclusiveGateway id="Again" />
    <bpmn:intermediateCatchEvent id="Hour"><bpmn:timerEventDefinition id="def">
      <bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>
    <bpmn:serviceTask id="Tick"><bpmn:extensionElements><zeebe:taskDefinition type="tick" />
      </bpmn:extensionElements></bpmn:serviceTask>
    ${flow('t1', 's', 'Again')}${flow('t2', 'Again', 'Hour')}${flow('t3', 'Hour', 'Tick')}${flow('t4', 'Tick', 'Again')}`,
  ),
};
