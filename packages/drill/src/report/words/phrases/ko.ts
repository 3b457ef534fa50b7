import type { Phrases } from './en.ts';

/** Sentences that a drill says of what it saw, in Korean. */
export const phrasesKo: Phrases = {
  'expect.rto': '{profile} 클라이언트가 사이트를 쓸 수 없는 시간은 {bound:s} 이하',
  'expect.rpo': '대기 리전에 없는 데이터는 {bound:s} 이내의 것',
  'expect.names-move': '이름이 대기 리전으로 안내됨',
  'expect.names-stay': '이름이 원래 위치에 머무름',
  'expect.never': '{profile} 클라이언트는 복구되지 않음',
  'expect.recovers': '{profile} 클라이언트가 복구됨',
  'expect.recovers-within': '{profile} 클라이언트가 {bound:s} 안에 복구됨',
  'expect.share': '장애가 이어지는 동안 실패하는 요청은 {share:%} 이하',
  'expect.sent': '이 컴퓨터가 요청을 보내는 시각은 최대 {bound:s} 늦음',
  'expect.pages': '장애가 없을 때 이 컴퓨터가 페이지를 내주는 시간은 {bound:s} 이내',
  'expect.in-time': '장애가 끝난 뒤 이 컴퓨터가 상태 확인에 제때 응답함',
  'expect.lost': '저장이 확인된 객체 중 영구 손실은 {count}개 이하',
  'expect.diverged': '훈련이 끝났을 때 버킷 사이에 다른 객체는 최대 {count}개',
  'expect.scales-out': '대기 리전이 인스턴스를 시작함',
  'expect.scales-not': '대기 리전이 인스턴스를 시작하지 않음',
  'expect.failback': '복구 이후 새 방문자의 페이지는 최대 {share:%}만 실패',
  'expect.writes-fail': '그동안 사이트 자체 클라이언트의 요청은 적어도 {share:%} 실패',
  'seen.names-move': '대기 리전으로 안내됨',
  'seen.names-stay': '원래 위치에 머무름',
  'seen.unaffected': '장애를 겪지 않음',
  'seen.not-recovered': '장애가 이어진 동안 복구되지 않음',
  'seen.recovered': '{took:s} 만에 복구됨',
  'seen.rpo': '객체 {count}개, 가장 오래된 것은 {age:s} 전',
  'seen.share': '{share:%} 실패',
  'seen.took': '{took:s} 걸림',
  'seen.timed-out': '응답이 없어 주 리전이 {count}번 비정상으로 판정됨',
  'seen.lost': '{count}개',
  'seen.diverged': '{count}개가 다름',
  'seen.scales-out': '시작함',
  'seen.scales-not': '시작하지 않음',
  'finding.unnoticed':
    '장애가 이어진 동안 요청의 {share:%}가 실패했지만 이름은 그대로였습니다. 상태 검사가 장애를 보지 못했습니다',
  'finding.unnoticed.setting': 'web.healthPath: 페이지가 실패할 때 함께 실패하는 경로',
  'finding.stuck': '{profile} 클라이언트는 장애가 이어진 동안 복구되지 않았습니다',
  'finding.stuck-session':
    '{profile} 클라이언트는 장애가 이어진 동안 복구되지 않았습니다. 엣지와의 세션이 열린 채로 남아 있고, 엣지 뒤에는 사라진 리전만 있습니다',
  'finding.stuck-session.setting':
    '공개 이름이 아니라 하나의 배포(distribution) 뒤에서 장애 조치하는 설계',
  'finding.stuck-address':
    '{profile} 클라이언트는 장애가 이어진 동안 복구되지 않았습니다. 한 번 조회한 주소를 계속 보관합니다',
  'finding.outside':
    '{profile} 클라이언트는 {took:s} 만에 복구됐으나, 템플릿으로 예측한 최댓값은 {bound:s}입니다',
  'finding.against-never':
    '{profile} 클라이언트는 {took:s} 만에 복구됐으나, 템플릿으로 예측하면 장애가 이어지는 동안 복구되지 않습니다',
  'finding.slow-checks':
    '{interval:s} 간격의 검사가 {threshold}번 실패해야 클라이언트가 옮겨집니다',
  'finding.sold-twice':
    '객체 {count}개가 리전마다 하나씩, 두 쓰기에 확인되었습니다. 양방향 복제는 나중 것을 남기며, 다른 쪽에는 아무도 알려 주지 않습니다',
  'finding.sooner':
    '{profile} 클라이언트는 {took:s} 만에 복구됐으나, 템플릿으로 예측하면 스무 번 중 열아홉 번은 {bound:s} 이상입니다. 이 배속에 비해 컴퓨터가 바빠서 검사가 미리 실패했을 수 있습니다',
  'finding.much-sooner':
    '{profile} 클라이언트는 {took:s} 만에 복구됐으나, 템플릿으로 예측하면 천 번 중 한 번을 빼고는 {bound:s} 이상입니다. 이 배속에 비해 컴퓨터가 바빠서 검사가 미리 실패했을 수 있습니다',
  'finding.short':
    '요청이 분당 {requests}건 왔으나 대기 리전은 인스턴스 {instances}대로 {takes}건을 감당하며, 규모 조정으로 추가되는 첫 인스턴스는 {added:s} 뒤에야 서비스할 수 있습니다',
  'finding.scaled-late':
    '규모 조정으로 추가된 첫 인스턴스는 부하가 온 뒤 {took:s} 만에 서비스했으나, 템플릿으로 예측한 최댓값은 {bound:s}입니다',
  'finding.group-too-late':
    '오리진 그룹은 첫 오리진을 {wait:s} 기다린 뒤에야 두 번째 오리진에 묻습니다. {patience:s}까지 기다리는 클라이언트는 그때 이미 떠났습니다',
  'finding.behind':
    '저장이 확인된 객체 {count}개가 대기 리전에 없었고, 그중 가장 오래된 것은 {age:s} 전의 것이며, {lost}개는 영구 손실입니다',
  'predicted.held': '{interval:s} 간격의 검사 {threshold}번, 이어서 보관 중인 응답이 최대 {held:s}',
  'predicted.held-after-timeouts':
    '{interval:s} 간격의 검사 {threshold}번, 검사마다 최대 {timeout:s} 뒤에 실패, 이어서 보관 중인 응답이 최대 {held:s}',
  'predicted.session-given-up':
    '{interval:s} 간격의 검사 {threshold}번, 검사마다 최대 {timeout:s} 뒤에 실패, 보관 중인 응답이 최대 {held:s}, 이어서 엣지에서 요청을 포기해 세션이 끝날 때까지 최대 {patience:s}',
  'predicted.origin-group':
    '요청마다 첫 오리진을 최대 {wait:s} 뒤에 포기하고 두 번째 오리진에 물음',
  'predicted.unnoticed': '연결만 하거나 그 응답을 정상으로 보는 검사는 통과함',
  'predicted.address-held': '이름을 다시 조회하지 않음',
  'predicted.session-held': '엣지와의 세션이 열린 채로 남아 있고, 엣지 뒤에는 사라진 리전만 있음',
  'until.made': '장애를 모두 일으킴',
  'until.detected': 'Route 53 검사기가 {region} 리전을 비정상으로 판정',
  'until.recovered': '{profiles} 클라이언트가 다시 정상 응답을 받음',
  'until.back': '이름이 {region} 리전으로 답해지고 방문자가 정상 응답을 받음',
  'until.scaled': '{region}에서 인스턴스가 시작됨',
  'until.aligned': '리졸버가 보관한 응답이 시드가 정한 만큼 지남',
  'until.good': '정상 응답이 {time:s} 동안 이어짐',
  'until.passed': '{time:s}가 지남',
  'until.ended': '장애를 모두 끝냄',
  'until.same': '두 버킷의 객체가 같아짐',
  'until.same-for-good': '두 버킷의 객체가 완전히 같아짐',
  'event.health-check':
    '{healthCheckId} 상태 검사가 {status:word}, 검사기 {checkers}개 중 {healthyCheckers}개가 정상으로 봄',
  'event.dns-answer-changed': '{name} {recordType}의 응답이 {setIdentifier}(으)로 바뀜',
  'event.target-health': '{target} 대상이 {state:word}',
  'event.load-balancer-up': '{zone}의 로드 밸런서 노드에 정상 대상이 있음',
  'event.load-balancer-down': '{zone}의 로드 밸런서 노드에 정상 대상이 없음',
  'event.instance': '{group}의 인스턴스 {instanceId}: {state:word}',
  'event.scaling-activity': '{group}의 규모가 조정됨: {description}',
  'event.alarm': '{alarm} 경보가 {state}',
  'event.region': '리전 상태: {state:word}',
  'event.fault-began': '{id} 장애 시작: {subject} {mode}',
  'event.fault-ended': '{id} 장애 끝: {subject} {mode}',
  'event.origin-up': '{distributionId}의 오리진 {originId}에 다시 닿음',
  'event.origin-down': '{distributionId}의 오리진 {originId}에 닿지 않음',
};
