# Pseudo-values: survival::pseudo(), for several states from the influence of survfit() itself, theta + n dtheta/dw:
# pseudo() of survival 3.5-3 loses theta where the rows are held in several states.
function(case, data) {
  suppressMessages(library(survival))
  input <- case$input
  options <- case$options
  given <- if (is.null(options$atTimes)) options$times else options$atTimes
  times <- sort(unique(unlist(if (is.null(given)) options$tau else given)))
  type <- if (is.null(options$type)) "survival" else options$type
  columns <- unlist(input$group)
  group <- group_of(data, columns)
  several <- !is.null(input$censorCode)
  event <- data[[input$event]]
  if (several) event <- factor(ifelse(event == input$censorCode, "(censored)", as.character(event)),
    c("(censored)", as.character(unlist(input$states))))
  else if (!is.null(input$eventCode)) event <- as.integer(event %in% unlist(input$eventCode))
  # pseudo() evaluates the call of the fit again, in this frame.
  data$.y <- if (is.null(input$entry)) Surv(data[[input$time]], event) else
    Surv(data[[input$entry]], data[[input$time]], event)
  data$.g <- group
  data$.w <- if (is.null(input$weights)) rep(1, nrow(data)) else data[[input$weights]]
  data$.id <- if (is.null(input$id)) seq_len(nrow(data)) else data[[input$id]]
  call <- list(if (nlevels(group) > 1) .y ~ .g else .y ~ 1, data = data, weights = quote(.w))
  if (!is.null(input$id) || several) call$id <- quote(.id)
  if (!is.null(input$istate)) call$istate <- as.name(input$istate)
  first <- which(!duplicated(data$.id))
  if (!several) {
    fit <- do.call(survfit, call)
    values <- as.matrix(pseudo(fit, times = times, type = type))
    return(list(rows = I(data$.row[first]), times = I(times), values = unname(values)))
  }
  fit <- do.call(survfit, c(call, list(influence = TRUE)))
  flows <- fit$influence.pstate
  n <- dim(flows)[1]
  place <- match(as.character(data$.id[first]), dimnames(flows)[[1]])
  start <- min(0, fit$time)
  theta <- rbind(fit$p0, fit$pstate)
  width <- function(t) diff(c(pmin(c(start, fit$time), t), t))
  values <- array(0, c(n, length(times), length(fit$states)))
  for (j in seq_along(times)) for (s in seq_along(fit$states)) {
    k <- 1 + findInterval(times[j], fit$time)
    values[, j, s] <- if (type %in% c("sojourn", "rmst")) sum(theta[, s] * width(times[j])) + n * flows[, , s] %*% width(times[j])
      else theta[k, s] + n * flows[, k, s]
  }
  list(states = fit$states, rows = I(data$.row[first]), times = I(times), values = values[place, , , drop = FALSE])
}
