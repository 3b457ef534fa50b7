// tidy: long because it is one dictionary.

/**
 * What of ours a report has as it is written in English, in Korean: titles and descriptions of the
 * drills that come with Understudy, and words of events. A user's own are as they wrote them.
 */
export const oursKo: Readonly<Record<string, string>> = {
  healthy: '정상',
  unhealthy: '비정상',
  pending: '시작하는 중',
  'in-service': '서비스 중',
  terminating: '종료하는 중',
  terminated: '종료됨',
  initial: '등록하는 중',
  draining: '연결을 비우는 중',
  unused: '쓰이지 않음',
  running: '동작 중',
  crashed: '중단됨',
  hung: '멈춤',
  blackholed: '응답 없음',
  restarting: '다시 시작하는 중',
  'timed out': '시간 초과',
  'The primary region is lost': '주 리전이 사라짐',
  'The primary region is lost (hang)': '주 리전이 사라짐 (멈춤)',
  'The primary region is lost (blackhole)': '주 리전이 사라짐 (블랙홀)',
  'All of the primary region stops at once: its connections are refused. It comes back once clients are served by the standby.':
    '주 리전 전체가 한꺼번에 멈춥니다. 연결이 거부됩니다. 클라이언트가 대기 리전에서 응답을 받게 되면 다시 살아납니다.',
  'All of the primary region stops at once: its connections open, and nothing answers. It comes back once clients are served by the standby.':
    '주 리전 전체가 한꺼번에 멈춥니다. 연결은 열리지만 아무것도 응답하지 않습니다. 클라이언트가 대기 리전에서 응답을 받게 되면 다시 살아납니다.',
  'All of the primary region stops at once: its connections time out. It comes back once clients are served by the standby.':
    '주 리전 전체가 한꺼번에 멈춥니다. 연결이 시간 초과로 끝납니다. 클라이언트가 대기 리전에서 응답을 받게 되면 다시 살아납니다.',
  'The standby is lost while nobody needs it': '아무도 쓰지 않을 때 대기 리전이 사라짐',
  'All of the standby region stops. Visitors are served by the primary, and must not notice.':
    '대기 리전 전체가 멈춥니다. 방문자는 주 리전에서 응답을 받으므로 알아차리지 못해야 합니다.',
  'Pages fail, and the health path is well': '페이지는 실패하고 상태 검사 경로는 정상',
  'The front page of the primary answers 500, and its health path 200: a shallow health check sees nothing.':
    '주 리전의 첫 페이지는 500으로, 상태 검사 경로는 200으로 답합니다. 얕은 상태 검사는 아무것도 보지 못합니다.',
  'The primary becomes slow': '주 리전이 느려짐',
  'Every round trip to the primary takes half a second longer; its health checks still pass.':
    '주 리전과의 왕복이 매번 0.5초 더 걸립니다. 상태 검사는 여전히 통과합니다.',
  "The primary's S3 fails": '주 리전의 S3가 실패함',
  "Every request to the primary's S3 is refused; pages are served, static files by the cache alone.":
    '주 리전 S3에 대한 모든 요청이 거부됩니다. 페이지는 제공되고, 정적 파일은 캐시에서만 제공됩니다.',
  'The primary is lost while its replication stands': '복제가 멈춘 사이에 주 리전이 사라짐',
  'Replication stops; half a minute later the primary is lost. What was written in between is not at the standby.':
    '복제가 멈추고 30초 뒤에 주 리전이 사라집니다. 그 사이에 쓴 것은 대기 리전에 없습니다.',
  'Control planes refuse every call, and the primary is lost':
    '제어 영역이 모든 호출을 거부하고 주 리전이 사라짐',
  'Calls of Route 53, EC2, Auto Scaling, load balancing and CloudFormation are refused, and launches; a second later the primary is lost: failing over must need none of them.':
    'Route 53, EC2, Auto Scaling, 로드 밸런싱, CloudFormation 호출과 인스턴스 시작이 거부되고, 1초 뒤에 주 리전이 사라집니다. 장애 조치에는 이 가운데 어느 것도 필요하지 않아야 합니다.',
  'Twelve of sixteen checkers are cut off': '검사기 16개 중 12개가 끊김',
  'A quarter of the checkers still sees the primary, more than 18 %: the name must stay.':
    '검사기의 4분의 1은 여전히 주 리전을 보며, 이는 18 %보다 많습니다. 이름은 그대로여야 합니다.',
  'Fourteen of sixteen checkers are cut off': '검사기 16개 중 14개가 끊김',
  'An eighth of the checkers still sees the primary, less than 18 %: the name moves, and visitors must not notice.':
    '검사기의 8분의 1만 주 리전을 보며, 이는 18 %보다 적습니다. 이름은 옮겨지고 방문자는 알아차리지 못해야 합니다.',
  'A zone of the primary is lost': '주 리전의 가용 영역 하나가 사라짐',
  "One zone's balancer node and instances refuse connections; the other zone serves, and new instances are launched there.":
    '한 가용 영역의 로드 밸런서 노드와 인스턴스가 연결을 거부합니다. 다른 영역이 응답하며 새 인스턴스는 그곳에서 시작됩니다.',
  'The primary comes and goes': '주 리전이 나빠졌다 좋아지기를 반복함',
  'Its instances answer 500 for 15 s of every 30 s: too short for three checks in a row, and visitors fail all the same.':
    '인스턴스가 30초마다 15초 동안 500으로 답합니다. 검사가 세 번 연속 실패하기에는 짧지만 방문자의 요청은 실패합니다.',
  'The primary is lost, and no instance can be launched':
    '주 리전이 사라지고 인스턴스를 시작할 수 없음',
  'InsufficientInstanceCapacity at the standby when everybody comes: it must do with what it has.':
    '모두가 몰려올 때 대기 리전이 InsufficientInstanceCapacity로 답합니다. 가진 것만으로 버텨야 합니다.',
  'us-east-1, October 2025, to the region that serves you':
    '2025년 10월의 us-east-1 장애를 주 리전에서 재현',
  "A regional dependency is lost (S3 and what the app asks on this machine stand for DynamoDB's name), then launches are refused, then health checks flap and take capacity out. Told of us-east-1; replayed on the primary.":
    '리전 의존 서비스가 사라지고(S3와 앱이 이 기기에서 묻는 것이 DynamoDB의 이름을 대신함), 이어서 인스턴스 시작이 거부되고, 상태 검사가 흔들려 용량이 빠집니다. us-east-1에서 일어난 일을 주 리전에서 재현합니다.',
  'us-east-1, December 2021: the control plane is gone, the data plane lives':
    '2021년 12월의 us-east-1: 제어 영역은 사라지고 데이터 영역은 살아 있음',
  'Calls of EC2, Auto Scaling and load balancing fail; whoever runs goes on running, and nothing new can be made.':
    'EC2, Auto Scaling, 로드 밸런싱 호출이 실패합니다. 실행 중인 것은 계속 실행되지만 새로 만들 수는 없습니다.',
  'S3, February 2017: the bucket of the primary answers nothing but errors':
    '2017년 2월의 S3: 주 리전의 버킷이 오류로만 답함',
  "Every request to the primary's S3 fails for a while; what is cached is served, what is not is not.":
    '주 리전 S3에 대한 모든 요청이 한동안 실패합니다. 캐시에 있는 것은 제공되고, 없는 것은 제공되지 않습니다.',
  'Everybody comes to the standby at once': '모두가 한꺼번에 대기 리전으로 몰려옴',
  'The primary is lost, and visitors ask half as much again as the standby bears at its minimum: it must launch instances.':
    '주 리전이 사라지고, 대기 리전이 최소 용량으로 감당하는 것보다 절반이나 더 많은 요청이 옵니다. 인스턴스를 시작해야 합니다.',
  'What both regions depend on is lost': '두 리전이 함께 의존하는 것이 사라짐',
  'What the app asks beside AWS answers nothing, to both regions alike: a standby region does not help, and the name stays.':
    '앱이 AWS 밖에 묻는 것이 두 리전 모두에 답하지 않습니다. 대기 리전은 도움이 되지 않고 이름은 그대로입니다.',
  'The primary is lost in the middle of a rollout': '배포 도중에 주 리전이 사라짐',
  "The standby's web servers are being replaced by an instance refresh when the primary is lost.":
    '인스턴스 새로 고침으로 대기 리전의 웹 서버를 교체하는 도중에 주 리전이 사라집니다.',
  'The way back to the primary': '주 리전으로 돌아가는 길',
  'The primary is lost, and comes back: visitors must not notice that the name returns, and both regions must hold the same in the end.':
    '주 리전이 사라졌다가 돌아옵니다. 방문자는 이름이 돌아오는 것을 알아차리지 못해야 하고, 마지막에는 두 리전이 같은 것을 가져야 합니다.',
};
