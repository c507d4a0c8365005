-- Drives Neovim as a user would, with the set-up of docs/editors.md loaded; writes what it showed to $RESULT as JSON.
local result = {}

local function line_of(text)
  for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
    local column = line:find(text, 1, true)
    if column then return number, column - 1 end
  end
  error('no line has ' .. text)
end

local function place(text)
  local line, column = line_of(text)
  vim.api.nvim_win_set_cursor(0, { line, column })
end

local function request(method, params)
  local answers, problem = vim.lsp.buf_request_sync(0, method, params, 10000)
  if not answers then error(method .. ': ' .. tostring(problem)) end
  for _, answer in pairs(answers) do
    if answer.err then error(method .. ': ' .. vim.inspect(answer.err)) end
    return answer.result
  end
end

local function edit(name)
  vim.cmd('edit ' .. name)
  result.filetype = vim.bo.filetype
  local ready = vim.wait(20000, function()
    for _, client in pairs(vim.lsp.buf_get_clients(0)) do
      if client.initialized then return true end
    end
    return false
  end, 20)
  if not ready then error('no server for ' .. name) end
end

local function diagnostics()
  return vim.tbl_map(function(each)
    return { line = each.lnum, column = each.col, code = each.code, message = each.message, source = each.source }
  end, vim.diagnostic.get(0))
end

local function session()
  edit('broken.arch')
  vim.wait(20000, function() return #vim.diagnostic.get(0) > 0 end, 20)
  result.broken = diagnostics()

  -- Mended by typing: the diagnostics go away.
  place('strid')
  vim.api.nvim_feedkeys(vim.api.nvim_replace_termcodes('ciwstride<Esc>', true, false, true), 'xt', false)
  vim.wait(20000, function() return #vim.diagnostic.get(0) == 0 end, 20)
  result.mended = diagnostics()
  vim.cmd('edit!')

  edit('net.arch')
  place('halve(16)')
  result.hover = request('textDocument/hover', vim.lsp.util.make_position_params())
  result.definition = request('textDocument/definition', vim.lsp.util.make_position_params())
  place('irblock(oup')
  result.library = request('textDocument/definition', vim.lsp.util.make_position_params())

  local last = vim.api.nvim_buf_line_count(0)
  result.hints = request('textDocument/inlayHint', {
    textDocument = vim.lsp.util.make_text_document_params(),
    range = { start = { line = 0, character = 0 }, ['end'] = { line = last, character = 0 } },
  })

  -- A line that is being written: its end is where completion is asked for.
  local line = line_of('halve(16)')
  vim.api.nvim_buf_set_lines(0, line, line, false, { '  conv' })
  vim.api.nvim_win_set_cursor(0, { line + 1, 6 })
  local params = vim.lsp.util.make_position_params()
  params.position.character = 6
  result.completion = request('textDocument/completion', params)
  vim.api.nvim_buf_set_lines(0, line, line + 1, false, {})

  place('halve(16)')
  vim.lsp.buf.rename('shrink')
  vim.wait(20000, function() return vim.fn.search('shrink(16)', 'nw') > 0 end, 20)
  result.renamed = vim.api.nvim_buf_get_lines(0, 0, -1, false)
  local other = vim.fn.bufnr('user.arch')
  result.renamed_elsewhere = other > 0 and vim.api.nvim_buf_get_lines(other, 0, -1, false) or {}

  vim.api.nvim_buf_set_lines(0, 0, 0, false, { 'const   A=1' })
  vim.lsp.buf.formatting_sync(nil, 10000)
  result.formatted = vim.api.nvim_buf_get_lines(0, 0, 1, false)[1]
end

local fine, problem = pcall(session)
if not fine then result.problem = tostring(problem) end
local file = assert(io.open(os.getenv('RESULT'), 'w'))
file:write(vim.fn.json_encode(result))
file:close()
vim.cmd('qall!')
