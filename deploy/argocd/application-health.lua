-- Health of an Application: what Argo CD says of it. Argo CD has no such rule of its own, and without one no wave of an app
-- of apps waits for the Applications before it.
local health = {status = "Progressing", message = "Argo CD has not looked at it yet"}
if obj.status ~= nil and obj.status.health ~= nil and obj.status.health.status ~= nil then
  health.status, health.message = obj.status.health.status, obj.status.health.message or ""
end
return health
