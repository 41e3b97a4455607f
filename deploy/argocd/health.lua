-- Health of every kind of storage.cooper.dev, out of its conditions. Argo CD gives 'obj' and no library but the basic ones.

-- Reasons after which Cooper goes on looking, since a store may change too, and a person is needed all the same.
local broken = {
  AuthenticationFailed = true, AccessDenied = true, InternalError = true, KeyCreationForbidden = true,
  UnsupportedByStore = true, InvalidSpec = true, PublicAccessDenied = true, TooBroad = true,
  NamespaceNotAllowed = true, SecretNotOurs = true, SecretNotWritten = true,
}
-- Reasons that somebody wanted: Cooper was told to write nothing.
local wanted = {Paused = true, ChangesPlanned = true}

local function condition(type)
  if obj.status ~= nil and obj.status.conditions ~= nil then
    for _, c in ipairs(obj.status.conditions) do
      if c.type == type then return c end
    end
  end
end

local function is_true(c) return c ~= nil and c.status == "True" end

local ready, paused = condition("Ready"), condition("Paused")
local health = {}

if is_true(paused) then
  health.status, health.message = "Suspended", paused.message
elseif ready == nil then
  health.status, health.message = "Progressing", "Cooper has not looked at it yet"
elseif obj.metadata.generation ~= nil and ready.observedGeneration ~= obj.metadata.generation then
  health.status, health.message = "Progressing", "Cooper has not looked at the latest change yet"
elseif wanted[ready.reason] then
  health.status, health.message = "Suspended", ready.message
elseif is_true(condition("Stalled")) or broken[ready.reason] then
  health.status, health.message = "Degraded", ready.reason .. ": " .. ready.message
elseif is_true(condition("Reconciling")) then
  health.status, health.message = "Progressing", condition("Reconciling").message
elseif is_true(ready) then
  health.status, health.message = "Healthy", ready.message
else
  health.status, health.message = "Progressing", ready.reason .. ": " .. ready.message
end

return health
