{{- define "cooper.name" -}}
{{- if contains "cooper" .Release.Name }}{{ .Release.Name | trunc 50 | trimSuffix "-" }}{{ else }}{{ printf "%s-cooper" (.Release.Name | trunc 43) }}{{ end }}
{{- end }}

{{- define "cooper.selector" -}}
app.kubernetes.io/name: cooper
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "cooper.labels" -}}
{{ include "cooper.selector" . }}
app.kubernetes.io/part-of: cooper
{{- end }}

{{- define "cooper.image" -}}
{{- with .Values.image }}
{{- if .digest }}{{ .repository }}@{{ .digest }}{{ else }}{{ .repository }}:{{ .tag | default $.Chart.AppVersion }}{{ end }}
{{- end }}
{{- end }}

{{- define "cooper.credentialsUrl" -}}
{{- .Values.credentialsEndpoint.url | default (printf "https://%s-credentials.%s.svc" (include "cooper.name" .) .Release.Namespace) }}
{{- end }}

{{- define "cooper.credentialsHost" -}}
{{- (urlParse (include "cooper.credentialsUrl" .)).hostname }}
{{- end }}

{{- define "cooper.credentialsSecret" -}}
{{- .Values.credentialsEndpoint.certificate.secretName | default (printf "%s-credentials-tls" (include "cooper.name" .)) }}
{{- end }}
