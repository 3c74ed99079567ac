/**
 * What the API server's validation wants to be there, and not empty, wherever a map of the type is (k8s.io/kubernetes
 * pkg/apis/…/validation): fewer fields than the typings call required. What depends on other fields is a rule of its own. Parts that a
 * server with its default gates drops unread (projections of trust bundles and of pod certificates) have none.
 */
const table = `
Container name image
EphemeralContainer name image
ContainerPort containerPort
EnvVar name
VolumeMount name mountPath
VolumeDevice name devicePath
Volume name
ConfigMapVolumeSource name
ConfigMapProjection name
SecretVolumeSource secretName
SecretProjection name
KeyToPath key path
PersistentVolumeClaimVolumeSource claimName
HostPathVolumeSource path
NFSVolumeSource server path
ISCSIVolumeSource targetPortal iqn
ISCSIPersistentVolumeSource targetPortal iqn
GCEPersistentDiskVolumeSource pdName
AWSElasticBlockStoreVolumeSource volumeID
GlusterfsVolumeSource endpoints path
GlusterfsPersistentVolumeSource endpoints path
RBDVolumeSource monitors image
RBDPersistentVolumeSource monitors image
CinderVolumeSource volumeID
CinderPersistentVolumeSource volumeID
CephFSVolumeSource monitors
CephFSPersistentVolumeSource monitors
FlexVolumeSource driver
FlexPersistentVolumeSource driver
AzureFileVolumeSource secretName shareName
AzureFilePersistentVolumeSource secretName shareName
AzureDiskVolumeSource diskName diskURI
VsphereVirtualDiskVolumeSource volumePath
PhotonPersistentDiskVolumeSource pdID
PortworxVolumeSource volumeID
ScaleIOVolumeSource gateway system volumeName
ScaleIOPersistentVolumeSource gateway system volumeName
StorageOSVolumeSource volumeName
StorageOSPersistentVolumeSource volumeName
QuobyteVolumeSource registry volume
LocalVolumeSource path
CSIVolumeSource driver
CSIPersistentVolumeSource driver volumeHandle
EphemeralVolumeSource volumeClaimTemplate
PersistentVolumeClaimTemplate spec
DownwardAPIVolumeFile path
ServiceAccountTokenProjection path
ObjectFieldSelector fieldPath
ResourceFieldSelector resource
ConfigMapKeySelector name key
SecretKeySelector name key
ConfigMapEnvSource name
SecretEnvSource name
FileKeySelector volumeName path key
ExecAction command
HTTPGetAction port
TCPSocketAction port
GRPCAction port
HTTPHeader name
ContainerResizePolicy resourceName restartPolicy
PodAffinityTerm topologyKey
WeightedPodAffinityTerm weight podAffinityTerm
PreferredSchedulingTerm weight
NodeSelector nodeSelectorTerms
NodeSelectorRequirement key operator
LabelSelectorRequirement key operator
TopologySpreadConstraint maxSkew topologyKey whenUnsatisfiable
Sysctl name
PodReadinessGate conditionType
PodSchedulingGate name
PodResourceClaim name
ResourceClaim name
PodOS name
SeccompProfile type
AppArmorProfile type
ServicePort port
TypedObjectReference kind name
PersistentVolumeSpec accessModes capacity
VolumeNodeAffinity required
StorageClass provisioner
TopologySelectorLabelRequirement key values
PolicyRule verbs
RoleRef name kind
IPBlock cidr
CronJobSpec schedule
PodFailurePolicyRule action
PodFailurePolicyOnExitCodesRequirement operator
HorizontalPodAutoscalerSpec maxReplicas
CrossVersionObjectReference kind name
HPAScalingPolicy type value periodSeconds
MetricSpec type
MetricTarget type
MetricIdentifier name
ResourceMetricSource name
ContainerResourceMetricSource name container
`;

export const requiredFields: ReadonlyMap<string, readonly string[]> = new Map(
  table
    .trim()
    .split('\n')
    .map((line): readonly [string, readonly string[]] => {
      const [type = '', ...fields] = line.split(' ');
      return [type, fields];
    }),
);
