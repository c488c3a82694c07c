/** The nodes of `compose.yaml`: what they announce, and what leads there from outside of Docker. */
export const ADDRESSES = {
  'redis-1:6379': '127.0.0.1:7001',
  'redis-2:6379': '127.0.0.1:7002',
  'redis-3:6379': '127.0.0.1:7003',
  'redis-4:6379': '127.0.0.1:7004',
  'redis-5:6379': '127.0.0.1:7005',
  'redis-6:6379': '127.0.0.1:7006',
};
