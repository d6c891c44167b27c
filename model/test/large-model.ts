import { definitionsOf, extend } from './small-model.js';

/**
 * A deployable model of about `count` flow nodes, in blocks of ten that hold something of everything
 * the rules look at: jobs, gateways, waits, timers, messages, sub-processes, calls, compensation.
 */
export function largeModel(count: number): string {
  const length = Math.ceil(count / 10);
  const blocks = Array.from({ length }, (_, index) =>
    block(String(index), index === length - 1 ? 'end' : `job${String(index + 1)}`),
  );
  const links = blocks.map((_, index) => {
    const source = index === 0 ? 's' : `out${String(index - 1)}`;
    return flow(source, `job${String(index)}`);
  });
  const associations = blocks.map((_, index) => {
    const n = String(index);
    return `<association id="a${n}" sourceRef="undo${n}" targetRef="handler${n}" />`;
  });
  const last = `out${String(blocks.length - 1)}`;
  return definitionsOf(
    `<message id="m" name="paid">${extend('<zeebe:subscription correlationKey="=key" />')}</message>
<error id="e" errorCode="LOST" />
<process id="p" isExecutable="true">
<startEvent id="s"><outgoing>s-job0</outgoing></startEvent>
${[...blocks, ...links].join('\n')}
<endEvent id="end"><incoming>${last}-end</incoming></endEvent>
${flow(last, 'end')}
${associations.join('\n')}
</process>`,
  );
}

function flow(source: string, target: string, condition = ''): string {
  return `<sequenceFlow id="${source}-${target}" sourceRef="${source}" targetRef="${target}">${condition}</sequenceFlow>`;
}

function block(n: string, next: string): string {
  const before = n === '0' ? 's' : `out${String(Number(n) - 1)}`;
  const incoming =
    (...sources: readonly string[]) =>
    (target: string) =>
      sources.map((source) => `<incoming>${source}-${target}</incoming>`).join('');
  const outgoing = (source: string, ...targets: readonly string[]) =>
    targets.map((target) => `<outgoing>${source}-${target}</outgoing>`).join('');
  return `<serviceTask id="job${n}" name="Job ${n}">${extend(`<zeebe:taskDefinition type="job" /><zeebe:ioMapping><zeebe:input source="=a.b" target="c" /><zeebe:output source="=x" target="key" /></zeebe:ioMapping><zeebe:taskHeaders><zeebe:header key="k" value="v" /></zeebe:taskHeaders>`)}${incoming(before)(`job${n}`)}${outgoing(`job${n}`, `g${n}`)}</serviceTask>
<boundaryEvent id="undo${n}" attachedToRef="job${n}"><compensateEventDefinition id="undoes${n}" /></boundaryEvent>
<task id="handler${n}" isForCompensation="true" />
<exclusiveGateway id="g${n}" default="g${n}-sub${n}">${incoming(`job${n}`)(`g${n}`)}${outgoing(`g${n}`, `wait${n}`, `sub${n}`)}</exclusiveGateway>
<receiveTask id="wait${n}" messageRef="m">${incoming(`g${n}`)(`wait${n}`)}${outgoing(`wait${n}`, `out${n}`)}</receiveTask>
<boundaryEvent id="late${n}" attachedToRef="wait${n}">${outgoing(`late${n}`, `out${n}`)}<timerEventDefinition id="t${n}"><timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent>
<subProcess id="sub${n}">${incoming(`g${n}`)(`sub${n}`)}${outgoing(`sub${n}`, `out${n}`)}<startEvent id="i${n}"><outgoing>i${n}-throws${n}</outgoing></startEvent><endEvent id="throws${n}"><incoming>i${n}-throws${n}</incoming><errorEventDefinition id="d${n}" errorRef="e" /></endEvent>${flow(`i${n}`, `throws${n}`)}</subProcess>
<boundaryEvent id="lost${n}" attachedToRef="sub${n}">${outgoing(`lost${n}`, `out${n}`)}<errorEventDefinition id="c${n}" errorRef="e" /></boundaryEvent>
<userTask id="out${n}">${extend('<zeebe:userTask />')}${incoming(`wait${n}`, `late${n}`, `sub${n}`, `lost${n}`)(`out${n}`)}${outgoing(`out${n}`, next)}</userTask>
${flow(`job${n}`, `g${n}`)}${flow(`g${n}`, `wait${n}`, '<conditionExpression>=a &gt; 1</conditionExpression>')}${flow(`g${n}`, `sub${n}`)}${flow(`wait${n}`, `out${n}`)}${flow(`late${n}`, `out${n}`)}${flow(`sub${n}`, `out${n}`)}${flow(`lost${n}`, `out${n}`)}`;
}
